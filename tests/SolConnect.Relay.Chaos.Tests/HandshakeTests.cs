using SolConnect.Relay.Chaos.Tests.Running;
using SolConnect.Relay.TestKit;
using SolConnect.Relay.TestKit.Faults;

namespace SolConnect.Relay.Chaos.Tests;

/// <summary>A relay that was lost, and that does not let the publisher back in for a while: the others do.</summary>
public sealed class HandshakeTests
{
    private static readonly Dictionary<string, (Handshake Handshake, CloseReason[] Reasons)> Handshakes = new()
    {
        ["hangs at once"] = (Handshake.HangAtOnce, [CloseReason.ConnectTimeout]),
        ["hangs in the upgrade"] = (Handshake.HangInUpgrade, [CloseReason.ConnectTimeout]),
        ["hangs after the upgrade"] = (Handshake.HangAfterUpgrade, [CloseReason.HelloTimeout]),
        ["closes after the upgrade"] = (Handshake.CloseAfterUpgrade, [CloseReason.Reset, CloseReason.ClosedByRelay]),
        ["resets"] = (Handshake.Reset, [CloseReason.Unreachable, CloseReason.Reset]),
        ["301"] = (Handshake.Refuse(301, "Location: http://127.0.0.1:9/\r\n"), [CloseReason.UpgradeRefused]),
        ["429"] = (Handshake.Refuse(429, "Retry-After: 1\r\n"), [CloseReason.UpgradeRefused]),
        ["503"] = (Handshake.Refuse(503), [CloseReason.UpgradeRefused]),
    };

    public static TheoryData<string> Names { get; } = [.. Handshakes.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Messages_flow_without_it_and_it_is_used_again_afterwards(string name)
    {
        var (handshake, reasons) = Handshakes[name];
        await using var fleet = await ProxiedFleet.StartAsync();
        await using var run = await fleet.RunAsync(new() { ConnectionTimeout = TimeSpan.FromSeconds(1) });
        var target = fleet[run.Primary];

        target.ForPublisher.Handshake = handshake;
        target.ForPublisher.ResetAll();
        await run.LeaveAsync(target.Id);
        var attempt = await run.PublisherEvents.WaitForAsync<ConnectionClosedEventArgs>(
            closed => closed.Relay.Id == target.Id && !closed.WasOpen);
        await run.FlowAsync(50);
        target.Heal();
        await run.FinishAsync();

        Assert.Contains(attempt.Reason, reasons);
    }

    [Theory]
    [InlineData(401, CloseReason.Unauthorized)]
    [InlineData(403, CloseReason.Forbidden)]
    public async Task A_relay_that_refuses_the_client_for_good_is_left_alone(int status, CloseReason reason)
    {
        await using var fleet = await ProxiedFleet.StartAsync();
        await using var run = await fleet.RunAsync(new() { EndsConnected = false });
        var target = fleet[run.Primary];

        target.ForPublisher.Handshake = Handshake.Refuse(status);
        target.ForPublisher.ResetAll();
        await Patience.UntilAsync(
            () => run.Publisher.GetAvailableRelays().Any(relay => relay.IsBarred), "the relay to be barred");
        await run.FlowAsync(100);
        target.Heal();
        var barred = run.Publisher.GetAvailableRelays().Single(relay => relay.IsBarred);
        var state = run.Publisher.State;
        await run.FinishAsync();

        Assert.Equal((target.Id, reason), (barred.Endpoint.Id, barred.LastCloseReason));
        Assert.Equal(TransportState.Degraded, state);
    }
}
