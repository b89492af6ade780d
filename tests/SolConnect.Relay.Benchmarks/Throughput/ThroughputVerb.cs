using SolConnect.Relay.Benchmarks.Bare;
using SolConnect.Relay.Benchmarks.Commands;
using SolConnect.Relay.Benchmarks.Load;
using SolConnect.Relay.Benchmarks.Reporting;

namespace SolConnect.Relay.Benchmarks.Throughput;

/// <summary>Acked sends per second, and messages per second through to subscribers, beside bare sockets.</summary>
internal sealed class ThroughputVerb : MeasuringVerb
{
    private const int Window = 8_192;
    private const int Batch = 64;
    private const string Unbatched = "bare";
    private const string Batched = "bare, 64 together";
    private const string LargeBlocks = "bare, 64 together, large blocks";

    // So many bytes may wait for acks: a window of 8,192 messages of 64 KiB would be half a gigabyte.
    private const int WindowBytes = 32 * 1024 * 1024;

    private static readonly int[] Sizes = [16, 128, 1024, 16 * 1024, 64 * 1024];
    private static readonly (int Acks, int Tasks)[] Ways = [(1, 1), (1, 4), (1, 64), (2, 1), (2, 4), (2, 64)];

    public override string Name => "throughput";

    protected override string Summary => "acked sends and delivered messages per second, beside bare sockets";

    protected override string Title => "Throughput, measured";

    protected override async Task MeasureAsync(MeasuringCommandLine line, ReportPage page)
    {
        var time = TimeSpan.FromSeconds(line.IsQuick ? 0.2 : 1);
        page.Paragraph($"""
            Messages per second, medians of {line.Rounds} turns of {time.TotalSeconds:0.#} s each; everybody has turns in the same run.
            Relays and the bare server are processes of their own on the same machine. `bare` is a `ClientWebSocket` with one
            message in each WebSocket message and an ack for each; `bare, 64 together` puts 64 messages (at most 64 KiB) into one
            and gets one ack for them. All have the same number of messages without an ack, {Window:N0} (at most 32 MiB). The bare
            server keeps nothing, numbers nothing and has one client; its acks say only how much has come. It is Kestrel as it
            comes, which reads 4 KiB at a time; with large blocks it reads 16 KiB, as the relay does (`AddRelayMemoryPool`).
            """);
        await using var server = await BareServer.StartAsync();
        await using var largeBlocks = await BareServer.StartAsync(BareServerVerb.LargeBlocks);
        await using var relays = await RelayGroup.StartAsync(2);
        await MeasureSendsAsync(line, page, time, server, largeBlocks, relays);
        await MeasureDeliveriesAsync(line, page, time, server, relays);
    }

    private static async Task MeasureSendsAsync(
        MeasuringCommandLine line, ReportPage page, TimeSpan time, BareServer server, BareServer largeBlocks, RelayGroup relays)
    {
        page.Heading("Acked sends");
        var rows = new List<IReadOnlyList<string>>();
        foreach (var size in line.IsQuick ? [128] : Sizes)
        {
            var (window, batch) = (Math.Min(Window, WindowBytes / size), Math.Max(1, Math.Min(Batch, 64 * 1024 / size)));
            var turns = new Turns();
            await using var bare = await BareSender.ConnectAsync(server, size, 1, window);
            await using var batched = await BareSender.ConnectAsync(server, size, batch, window);
            await using var batchedLarge = await BareSender.ConnectAsync(largeBlocks, size, batch, window);
            turns.Add(Unbatched, async () => (await bare.SendForAsync(time)).Rate);
            turns.Add(Batched, async () => (await batched.SendForAsync(time)).Rate);
            turns.Add(LargeBlocks, async () => (await batchedLarge.SendForAsync(time)).Rate);
            var senders = new List<AckedSender>();
            foreach (var (acks, tasks) in Ways)
            {
                var sender = await AckedSender.ConnectAsync(relays.Endpoints, $"size-{size}", acks, size, tasks, window);
                senders.Add(sender);
                turns.Add(NameOf(acks, tasks), async () => (await sender.SendForAsync(time)).Rate);
            }

            await turns.RunAsync(line.Rounds);
            foreach (var sender in senders)
            {
                await sender.DisposeAsync();
            }

            rows.Add(
            [
                Bytes(size), ReportPage.Number(turns.Median(Unbatched)), ReportPage.Number(turns.Median(Batched)),
                ReportPage.Number(turns.Median(LargeBlocks)), .. Ways.Select(way => Cell(turns, NameOf(way.Acks, way.Tasks))),
            ]);
            var least = turns.Range(NameOf(1, 1));
            Say($"  {Bytes(size)}: bare {turns.Median(Unbatched):N0}, {turns.Median(Batched):N0} and {turns.Median(LargeBlocks):N0}, library {turns.Median(NameOf(1, 1)):N0} ({least.Least:N0} to {least.Most:N0})");
        }

        page.Table(["payload", Unbatched, Batched, LargeBlocks, .. Ways.Select(way => NameOf(way.Acks, way.Tasks))], rows);
        page.Paragraph("In brackets: how many times the bare socket, and what part of the bare socket with 64 together, without large blocks.");
    }

    private static async Task MeasureDeliveriesAsync(
        MeasuringCommandLine line, ReportPage page, TimeSpan time, BareServer server, RelayGroup relays)
    {
        const int Size = 128;
        page.Heading("To subscribers, 128 B");
        var rows = new List<IReadOnlyList<string>>();
        foreach (var subscribers in new[] { 1, 10 })
        {
            await using var bare = await Delivery.BareAsync(server, Size, Batch, Window, subscribers);
            await using var library = await Delivery.LibraryAsync(relays.Endpoints.Take(1), Size, Window, subscribers);
            var turns = new Turns();
            turns.Add(Batched, () => bare.MeasureAsync(time));
            turns.Add("library", () => library.MeasureAsync(time));
            await turns.RunAsync(line.Rounds);
            var (bareRate, rate) = (turns.Median(Batched), turns.Median("library"));
            rows.Add([$"{subscribers}", ReportPage.Number(bareRate), ReportPage.Number(rate), $"{rate / bareRate:0.00}"]);
            Say($"  {subscribers} subscribers: bare {bareRate:N0}, library {rate:N0}");
        }

        page.Table(["subscribers", $"{Batched}, each", "library, each", "part of bare"], rows);
        page.Paragraph("""
            Messages per second that every subscriber got, from the first send until all have the last message. Publisher and
            subscribers are in one process; each subscriber has a connection of its own, and takes each message as an array.
            """);
    }

    private static string Cell(Turns turns, string name)
    {
        var rate = turns.Median(name);
        return $"{ReportPage.Number(rate)} ({rate / turns.Median(Unbatched):0.0} ×, {rate / turns.Median(Batched):0.00})";
    }

    private static string NameOf(int acks, int tasks) =>
        $"{(acks == 1 ? "1 ack" : $"{acks} acks")}, {(tasks == 1 ? "1 caller" : $"{tasks} callers")}";

    private static string Bytes(int size) => size < 1024 ? $"{size} B" : $"{size / 1024} KiB";
}
