using System.Diagnostics;
using SolConnect.Relay.TestKit;

namespace SolConnect.Relay.Benchmarks.Scale;

/// <summary>An outbox that fills while no relay can be reached, and empties when one is back.</summary>
internal sealed class BacklogScale : ScaleSeries
{
    public override string Name => "messages in the backlog";

    public override string Title => "Outbox backlog";

    public override string Explanation => $"""
        So many messages of {Size} B are sent while no relay runs; then it is started. The time for a message goes from the relay's start,
        with the redial that follows, until all have their receipts. Setting up is sending them offline.
        """;

    public override string SetUpMeans => "µs to send, offline";

    public override IReadOnlyList<int> Counts => [1, 1_000, 100_000, 1_000_000];

    public override async Task<ScaleCell> MeasureAsync(int count)
    {
        await using var fleet = await RelayFleet.StartAsync(1, options =>
            (options.RetentionRecords, options.RetentionBytes) = (2_000_000, 1024L * 1024 * 1024));
        await using var transport = await fleet.ConnectAsync(options =>
        {
            (options.OutboxCapacity, options.OutboxBytes) = (Math.Max(count, 10), 1024L * 1024 * 1024);
            options.MessageTimeout = TimeSpan.FromMinutes(10);
        });
        await transport.SendAsync("topic", new byte[Size]);
        await fleet.Relays[0].KillAsync();
        await transport.WaitForStateAsync(TransportState.Offline);
        var (payload, sends) = (new byte[Size], new Task[count]);
        var before = HeapBytes();
        var began = Stopwatch.GetTimestamp();
        for (var index = 0; index < count; index++)
        {
            sends[index] = transport.SendAsync("topic", payload).AsTask();
        }

        var setUp = Stopwatch.GetElapsedTime(began).TotalMicroseconds / count;

        // A few are lost in what else comes and goes.
        var each = count < 1_000 ? double.NaN : (HeapBytes() - before) / (double)count;
        await fleet.Relays[0].RestartAsync(keepLog: true);
        began = Stopwatch.GetTimestamp();
        await Task.WhenAll(sends);
        var perMessage = Stopwatch.GetElapsedTime(began).TotalMicroseconds / count;
        return new(perMessage, await LoneSendAsync(transport, _ => "topic"), setUp, each);
    }
}
