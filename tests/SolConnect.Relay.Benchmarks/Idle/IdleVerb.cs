using System.Globalization;
using SolConnect.Relay.Benchmarks.Bare;
using SolConnect.Relay.Benchmarks.Commands;
using SolConnect.Relay.Benchmarks.Load;
using SolConnect.Relay.Benchmarks.Reporting;

namespace SolConnect.Relay.Benchmarks.Idle;

/// <summary>What a transport costs that nobody uses, beside bare sockets that wait.</summary>
internal sealed class IdleVerb : MeasuringVerb
{
    // How many, with how many connections each. The system lets a process have 20,000 open files.
    private static readonly (int Count, int Connections)[] Cells =
        [(1, 3), (100, 3), (1_000, 3), (3_000, 3), (1, 1), (100, 1), (1_000, 1), (10_000, 1)];

    public override string Name => "idle";

    protected override string Summary => "what idle transports cost in memory, processor time and bytes on the wire";

    protected override string Title => "Idle transports, measured";

    protected override async Task MeasureAsync(MeasuringCommandLine line, ReportPage page)
    {
        page.Paragraph("""
            What one of many idle transports costs, with default options, beside as many bare `ClientWebSocket`s as it has
            connections, each of which waits in `ReceiveAsync`. Each row is a process of its own; the relays and the bare server are
            others. Memory after a full collection, minus that before they were opened, 5 s after the last of them is open; then 20 s
            of processor time and of bytes on the loopback interface, both directions and all headers included.
            """);
        var rows = new List<IReadOnlyList<string>>();
        await using var relays = await RelayGroup.StartAsync(3);
        await using var server = await BareServer.StartAsync();
        foreach (var (count, connections) in line.IsQuick ? [(10, 3)] : Cells)
        {
            var urls = relays.Endpoints.Select(relay => relay.Url);
            var library = await MeasureAsync(IdleCellVerb.Library, count, connections, urls);
            var bare = await MeasureAsync(IdleCellVerb.Bare, count, connections, [server.Subscribe]);
            rows.Add(
            [
                $"{count:N0}", $"{connections}", Kilobytes(library.HeapBytes), Kilobytes(bare.HeapBytes),
                $"{library.HeapBytes / bare.HeapBytes:0.00}", Kilobytes(library.ResidentBytes), Kilobytes(bare.ResidentBytes),
                ReportPage.Number(library.ProcessorMicrosecondsPerSecond), ReportPage.Number(bare.ProcessorMicrosecondsPerSecond),
                ReportPage.Number(library.WireBytesPerSecond), ReportPage.Number(bare.WireBytesPerSecond),
            ]);
            Say($"  {count:N0} with {connections}: heap {library.HeapBytes / 1024:0.0} KiB each, bare {bare.HeapBytes / 1024:0.0}; {library.ProcessorMicrosecondsPerSecond:0} µs/s, {library.WireBytesPerSecond:0} B/s");
        }

        page.Table(
            [
                "transports", "connections each", "heap, KiB", "bare", "ratio", "resident, KiB", "bare", "processor, µs per second",
                "bare", "wire, bytes per second", "bare",
            ],
            rows);
    }

    private static string Kilobytes(double bytes) => (bytes / 1024).ToString("0.0", CultureInfo.InvariantCulture);

    private static async Task<IdleCost> MeasureAsync(string client, int count, int connections, IEnumerable<Uri> urls) => IdleCost.Parse(
        await OwnProcess.RunAsync(
            new IdleCellVerb(), [client, $"{count}", $"{connections}", .. urls.Select(url => $"{url}")]));
}
