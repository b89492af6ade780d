using System.Buffers;
using System.Buffers.Binary;
using System.Diagnostics;
using System.Net.WebSockets;
using System.Threading.Channels;
using SolConnect.Relay.Benchmarks.Bare;
using SolConnect.Relay.Benchmarks.Commands;
using SolConnect.Relay.Benchmarks.Load;
using SolConnect.Relay.Benchmarks.Reporting;

namespace SolConnect.Relay.Benchmarks.Latency;

/// <summary>How long a send waits for its receipt, beside the ack of a bare socket.</summary>
internal sealed class LatencyVerb : MeasuringVerb
{
    private const int Size = 128;

    public override string Name => "latency";

    protected override string Summary => "how long a send waits for its receipt, beside the ack of a bare socket";

    protected override string Title => "Latency, measured";

    protected override async Task MeasureAsync(MeasuringCommandLine line, ReportPage page)
    {
        var sends = line.IsQuick ? 500 : 5_000;
        page.Paragraph($"""
            From the call until the receipt, in microseconds: medians over {line.Rounds} turns of {sends:N0} sends of {Size} B, in
            turns with a bare `ClientWebSocket` that waits for the ack of a server that does nothing else. One send at a time, 1,000
            a second. Relay and server are processes of their own on the same machine.
            """);
        await using var server = await BareServer.StartAsync();
        await using var relays = await RelayGroup.StartAsync(2);
        using var socket = new ClientWebSocket();
        await socket.ConnectAsync(server.Publish(Size), default);
        await using var one = await Transports.ConnectAsync(relays.Endpoints.Take(1), options => options.RequiredAcks = 1);
        await using var two = await Transports.ConnectAsync(relays.Endpoints, options => options.RequiredAcks = 2);
        var (payload, ack) = (new byte[Size], new byte[sizeof(long)]);
        (string Name, Func<Task> Send)[] contenders =
        [
            ("bare", async () =>
            {
                await socket.SendAsync(payload, WebSocketMessageType.Binary, true, default);
                await socket.ReceiveAsync(ack.AsMemory(), default);
            }),
            ("library, 1 ack", async () => await one.SendAsync("latency", payload)),
            ("library, 2 acks", async () => await two.SendAsync("latency", payload)),
        ];
        var results = contenders.ToDictionary(contender => contender.Name, _ => new List<Percentiles>());
        for (var round = -1; round < line.Rounds; round++)
        {
            foreach (var (name, send) in contenders)
            {
                var result = Percentiles.Of(await OneAtATimeAsync(send, sends));
                if (round >= 0)
                {
                    results[name].Add(result);
                    Say($"  {name}: {result}");
                }
            }
        }

        Report(page, contenders.Select(contender => (contender.Name, Percentiles.Median(results[contender.Name]))).ToList());
        await HalfLoadAsync(line, page, server, relays);
    }

    private static async Task<double[]> OneAtATimeAsync(Func<Task> send, int sends)
    {
        var (took, pace) = (new double[sends], new Pace(TimeSpan.FromMilliseconds(1)));
        for (var index = 0; index < sends; index++)
        {
            await pace.NextAsync();
            var began = Stopwatch.GetTimestamp();
            await send();
            took[index] = Stopwatch.GetElapsedTime(began).TotalMicroseconds;
        }

        return took;
    }

    // As many in a millisecond as are half of what gets through at most.
    private static async Task HalfLoadAsync(MeasuringCommandLine line, ReportPage page, BareServer server, RelayGroup relays)
    {
        await using var full = await AckedSender.ConnectAsync(relays.Endpoints, "full", 1, Size, tasks: 1, window: 8_192);
        var rates = new List<double>();
        for (var turn = 0; turn < (line.IsQuick ? 1 : 6); turn++)
        {
            rates.Add((await full.SendForAsync(TimeSpan.FromSeconds(line.IsQuick ? 0.2 : 1))).Rate);
        }

        var perTick = Math.Max(1, (int)(Turns.MedianOf(rates.Skip(rates.Count / 2)) / 2 / 1000));
        var ticks = line.IsQuick ? 200 : 3_000;
        using var socket = new ClientWebSocket();
        await socket.ConnectAsync(server.Publish(Size), default);

        // Open loop: where the machine stands still for a moment, what was due meanwhile waits in the outbox.
        await using var transport = await Transports.ConnectAsync(relays.Endpoints.Take(1), options =>
            (options.RequiredAcks, options.OutboxCapacity, options.OutboxBytes) = (1, 1_000_000, 256 * 1024 * 1024));
        var (bare, library) = (new List<Percentiles>(), new List<Percentiles>());
        for (var round = -1; round < line.Rounds; round++)
        {
            var turn = (Bare: Percentiles.Of(await BareTicksAsync(socket, perTick, ticks)), Library: Percentiles.Of(await TicksAsync(transport, perTick, ticks)));
            if (round >= 0)
            {
                bare.Add(turn.Bare);
                library.Add(turn.Library);
                Say($"  half load: bare {turn.Bare}, library {turn.Library}");
            }
        }

        page.Heading("Under half load");
        page.Paragraph($"""
            {perTick * 1000:N0} messages a second: {perTick} in a row each millisecond, whatever is still on its way (open loop).
            That is half of what one caller of the library got through here at most, and one reader takes the receipts.
            The bare socket sends the {perTick} as one WebSocket message and gets one ack for them. The time is that of the last one in each row.
            """);
        Report(page, [("bare, all together", Percentiles.Median(bare)), ("library, 1 ack", Percentiles.Median(library))]);
    }

    // One reader takes all receipts in order: a task for each of half a million sends a second would be most of the load.
    private static async Task<double[]> TicksAsync(RelayWebSocketTransport transport, int perTick, int ticks)
    {
        var (payload, pace, took) = (new byte[Size], new Pace(TimeSpan.FromMilliseconds(1)), new double[ticks]);
        var rows = Channel.CreateUnbounded<(ValueTask<DeliveryReceipt>[] Sends, long LastAt)>();
        var reading = Task.Run(async () =>
        {
            for (var tick = 0; tick < ticks; tick++)
            {
                var (sends, lastAt) = await rows.Reader.ReadAsync();
                for (var index = 0; index < perTick; index++)
                {
                    await sends[index];
                }

                took[tick] = Stopwatch.GetElapsedTime(lastAt).TotalMicroseconds;
                ArrayPool<ValueTask<DeliveryReceipt>>.Shared.Return(sends);
            }
        });
        for (var tick = 0; tick < ticks; tick++)
        {
            await pace.NextAsync();
            var (sends, lastAt) = (ArrayPool<ValueTask<DeliveryReceipt>>.Shared.Rent(perTick), 0L);
            for (var index = 0; index < perTick; index++)
            {
                lastAt = Stopwatch.GetTimestamp();
#pragma warning disable CA2012 // The reader awaits each once.
                sends[index] = transport.SendAsync("half", payload);
#pragma warning restore CA2012
            }

            _ = rows.Writer.TryWrite((sends, lastAt));
        }

        await reading;
        return took;
    }

    private static async Task<double[]> BareTicksAsync(ClientWebSocket socket, int perTick, int ticks)
    {
        var (batch, pace, sentAt, took) = (new byte[perTick * Size], new Pace(TimeSpan.FromMilliseconds(1)), new long[ticks], new double[ticks]);
        var reading = Task.Run(async () =>
        {
            var ack = new byte[sizeof(long)];
            for (var tick = 0; tick < ticks; tick++)
            {
                await socket.ReceiveAsync(ack.AsMemory(), default);
                took[tick] = Stopwatch.GetElapsedTime(Volatile.Read(ref sentAt[tick])).TotalMicroseconds;
                _ = BinaryPrimitives.ReadInt64LittleEndian(ack);
            }
        });
        for (var tick = 0; tick < ticks; tick++)
        {
            await pace.NextAsync();
            Volatile.Write(ref sentAt[tick], Stopwatch.GetTimestamp());
            await socket.SendAsync(batch, WebSocketMessageType.Binary, true, default);
        }

        await reading;
        return took;
    }

    private static void Report(ReportPage page, List<(string Name, Percentiles Took)> results)
    {
        var bare = results[0].Took;
        page.Table(
            ["", "p50", "p99", "p99.9", "p50 over bare", "p99 over bare"],
            results.Select(result => (IReadOnlyList<string>)
            [
                result.Name, ReportPage.Number(result.Took.P50), ReportPage.Number(result.Took.P99), ReportPage.Number(result.Took.P999),
                $"{result.Took.P50 / bare.P50:0.00}", $"{result.Took.P99 / bare.P99:0.00}",
            ]));
    }
}
