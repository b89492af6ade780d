using SolConnect.Relay.Chaos.Tests.Running;
using SolConnect.Relay.Chaos.Tests.Scenarios;
using SolConnect.Relay.TestKit;

namespace SolConnect.Relay.Chaos.Tests;

/// <summary>
/// What happens to frames between one client and one of three independent relays: the stream goes on without that relay
/// where it must, nothing is lost, and afterwards all three are used again.
/// </summary>
public sealed class FrameFaultTests
{
    public static TheoryData<string, int?> ForPublishers { get; } =
    [
        .. FrameScenario.Loud.Select(scenario => ((string, int?))(scenario.Name, null)),
        .. FrameScenario.Acks.Concat(FrameScenario.Silent).Select(scenario => ((string, int?))(scenario.Name, null)),

        // One copy is all there is until a relay fails.
        .. FrameScenario.Loud.Take(4).Concat(FrameScenario.Acks).Concat(FrameScenario.Silent.Take(2))
            .Select(scenario => ((string, int?))(scenario.Name, 1)),
    ];

    public static TheoryData<string> ForSubscribers { get; } =
        [.. FrameScenario.Loud.Concat(FrameScenario.Silent).Select(scenario => scenario.Name)];

    [Theory]
    [MemberData(nameof(ForPublishers))]
    public async Task A_publisher_loses_nothing(string name, int? requiredAcks)
    {
        var scenario = FrameScenario.Find(name);
        await using var fleet = await ProxiedFleet.StartAsync();
        await using var run = await fleet.RunAsync(new() { RequiredAcks = requiredAcks });
        var target = fleet[run.Primary];

        await scenario.StrikeAsync(target.ForPublisher).WithinPatienceAsync(name);
        if (scenario.EndsConnection)
        {
            Assert.Contains(await ChaosRun.LossAsync(run.PublisherEvents, target.Id), scenario.Ends);
            await run.LeaveAsync(target.Id);
        }

        await run.FlowAsync(100);
        target.Heal();
        await run.FinishAsync();

        AssertNobodyIsBlamed(scenario, run.PublisherEvents);
    }

    [Theory]
    [MemberData(nameof(ForSubscribers))]
    public async Task A_subscriber_misses_nothing(string name)
    {
        var scenario = FrameScenario.Find(name);
        await using var fleet = await ProxiedFleet.StartAsync();

        // A small buffer makes the subscriber say more: it grants credit more often.
        await using var run = await fleet.RunAsync(new() { BufferBytes = 16 * 1024 });
        var target = fleet[run.Primary];

        await scenario.StrikeAsync(target.ForSubscriber).WithinPatienceAsync(name);
        if (scenario.EndsConnection)
        {
            Assert.Contains(await ChaosRun.LossAsync(run.SubscriberEvents, target.Id), scenario.Ends);
        }

        await run.FlowAsync(100);
        target.Heal();
        await run.FinishAsync();

        AssertNobodyIsBlamed(scenario, run.SubscriberEvents);
    }

    // Slow is what a machine may be; wrong is what nobody was.
    private static void AssertNobodyIsBlamed(FrameScenario scenario, EventRecorder events)
    {
        if (!scenario.EndsConnection)
        {
            Assert.DoesNotContain(
                events.Of<ConnectionClosedEventArgs>(),
                closed => closed.Reason is CloseReason.ProtocolError or CloseReason.LimitExceeded
                    or CloseReason.RefusedByRelay);
        }
    }
}
