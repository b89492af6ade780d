using System.Diagnostics;
using SolConnect.Relay.Benchmarks.Commands;
using SolConnect.Relay.Benchmarks.Load;
using SolConnect.Relay.Benchmarks.Reporting;
using SolConnect.Relay.TestKit;

namespace SolConnect.Relay.Benchmarks.Resend;

/// <summary>How long a backlog takes to settle through the standby once the relay in charge is killed.</summary>
internal sealed class ResendVerb : MeasuringVerb
{
    private const int Size = 128;
    private static readonly int[] Backlogs = [100, 1_000, 10_000];

    public override string Name => "resend";

    protected override string Summary => "how long a backlog takes to settle through the standby after a kill";

    protected override string Title => "Resending a backlog, measured";

    protected override async Task MeasureAsync(MeasuringCommandLine line, ReportPage page)
    {
        var kills = line.IsQuick ? 2 : 4 * line.Rounds;
        page.Paragraph($"""
            Two relays, `RequiredAcks = 1`: messages go to the one in charge. It is stopped (SIGSTOP), so it acknowledges nothing; a
            backlog of messages of {Size} B is sent; then it is killed. From the kill until every message of the backlog has its receipt
            from the other relay, in milliseconds; {kills} kills each. `FailoverThreshold` is 10 s here, so that the backlog still waits
            at the relay in charge when that is killed. Before each kill both relays have taken 200,000 messages, because one of them
            was just started. What the operating system needs to end a process is part of the time.
            """);
        var rows = new List<IReadOnlyList<string>>();
        await using var relays = await RelayGroup.StartAsync(2);
        foreach (var backlog in Backlogs)
        {
            var took = new List<double>();
            for (var kill = -1; kill < kills; kill++)
            {
                var time = await SettleAsync(relays, backlog);
                if (kill >= 0)
                {
                    took.Add(time.TotalMilliseconds);
                }
            }

            took.Sort();
            rows.Add([$"{backlog:N0}", $"{took[0]:0.0}", $"{Turns.MedianOf(took):0.0}", $"{took[^1]:0.0}"]);
            Say($"  {backlog:N0} messages: {took[0]:0.0} / {Turns.MedianOf(took):0.0} / {took[^1]:0.0} ms");
        }

        page.Table(["backlog, messages", "min", "median", "max"], rows);
    }

    // A relay that was just restarted runs code that is not compiled fully yet; one in use does not.
    private static async Task WarmUpAsync(RelayGroup relays)
    {
        foreach (var relay in relays.Endpoints)
        {
            await using var sender = await AckedSender.ConnectAsync([relay], "warm-up", 1, Size, tasks: 1, window: 4_096);
            await sender.SendAsync(200_000);
        }
    }

    private static async Task<TimeSpan> SettleAsync(RelayGroup relays, int backlog)
    {
        await WarmUpAsync(relays);
        await using var transport = await Transports.ConnectAsync(relays.Endpoints, options =>
            (options.RequiredAcks, options.FailoverThreshold) = (1, TimeSpan.FromSeconds(10)));
        var topic = $"resend-{Guid.NewGuid():N}";
        await transport.SendAsync(topic, new byte[Size]);
        var primary = relays.Find(transport.GetAvailableRelays().Single(relay => relay.IsPrimary).Endpoint.Id);
        primary.Freeze();
        var frozen = Stopwatch.GetTimestamp();
        var sends = new Task[backlog];
        for (var index = 0; index < backlog; index++)
        {
            sends[index] = transport.SendAsync(topic, new byte[Size]).AsTask();
        }

        if (sends.Any(send => send.IsCompleted))
        {
            throw new InvalidOperationException(
                $"Something has its receipt {Stopwatch.GetElapsedTime(frozen).TotalMilliseconds:0} ms after the relay was stopped.");
        }

        var began = Stopwatch.GetTimestamp();
        var killing = primary.KillAsync();
        await Task.WhenAll(sends).WithinPatienceAsync("the backlog to settle");
        var took = Stopwatch.GetElapsedTime(began);
        await killing;
        await primary.RestartAsync();
        return took;
    }
}
