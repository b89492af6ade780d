using System.Diagnostics;
using System.Globalization;
using SolConnect.Relay.TestKit;

namespace SolConnect.Relay.Functional.Tests.Failover;

/// <summary>
/// Measures how long nobody gets a receipt when the primary dies. The figures are in the test's output:
/// <code>
/// dotnet test tests/SolConnect.Relay.Functional.Tests -c Release --filter "FullyQualifiedName~FailoverTimeTests" \
///   --logger "console;verbosity=detailed"
/// </code>
/// </summary>
/// <remarks>Runs alone: beside other tests it would measure those.</remarks>
[Collection(nameof(Alone))]
public sealed class FailoverTimeTests(ITestOutputHelper output)
{
    private const int Kills = 50;

    [Fact]
    public async Task Fifty_killed_primaries_cost_the_sender_milliseconds_and_no_message()
    {
        await using var fleet = await RelayFleet.StartAsync(3);
        await using var sender = await fleet.ConnectAsync();
        await using var receiver = await fleet.ConnectAsync();
        await using var subscription = await receiver.SubscribeAsync("topic");
        var reader = new MessageReader(subscription);
        var events = new EventRecorder(sender);
        var (reported, outside, slowest) = (new FailoverTimes(), new FailoverTimes(), new FailoverTimes());
        var sent = 0;

        async Task<TimeSpan> SendOneAsync()
        {
            var start = Stopwatch.GetTimestamp();
            await sender.SendTextAsync("topic", (sent++).ToString(CultureInfo.InvariantCulture));
            return Stopwatch.GetElapsedTime(start);
        }

        for (var kill = 1; kill <= Kills; kill++)
        {
            await SendOneAsync();
            var victim = fleet.PrimaryOf(sender);
            var completions = kill;

            var start = Stopwatch.GetTimestamp();
            var killing = Task.Run(victim.KillAsync);
            var (isOver, worst, untilReceipt) = (false, TimeSpan.Zero, TimeSpan.Zero);
            while (!isOver)
            {
                var took = await SendOneAsync();
                (worst, untilReceipt) = (took > worst ? took : worst, Stopwatch.GetElapsedTime(start));
                isOver = sender.GetRelayMetrics().FailoverCount == completions;
            }

            outside.Add(untilReceipt);
            slowest.Add(worst);
            await killing;
            await victim.RestartAsync(keepLog: true);
            await sender.WaitForStateAsync(TransportState.Connected);
            await receiver.WaitForStateAsync(TransportState.Connected);
        }

        await Patience.UntilAsync(() => events.Of<FailoverCompletedEventArgs>().Count == Kills, "every event");
        foreach (var failover in events.Of<FailoverCompletedEventArgs>())
        {
            Assert.Equal(FailoverReason.ConnectionLost, failover.Reason);
            reported.Add(failover.FailoverTime);
        }

        await reader.WaitForAsync(sent);
        Report(
            $"{Kills} kills of the primary, {sent} messages, {Environment.ProcessorCount} processors",
            $"FailoverTime, from the reset as the client saw it to the first receipt after it: {reported}",
            $"from the call of KillAsync to that receipt in the sender's hands: {outside}",
            $"slowest SendAsync around each kill: {slowest}");
        Assert.Equal(NumberedSender.Texts(sent), reader.Texts);
        Assert.Equal(Kills, sender.GetRelayMetrics().FailoverCount);
        Assert.InRange(reported.Median, TimeSpan.Zero, TimeSpan.FromSeconds(1));
    }

    private void Report(params string[] lines)
    {
        foreach (var line in lines)
        {
            output.WriteLine(line);
            TestContext.Current.SendDiagnosticMessage(line);
        }

        TestContext.Current.AddAttachment("failover-times.txt", string.Join(Environment.NewLine, lines));
    }
}
