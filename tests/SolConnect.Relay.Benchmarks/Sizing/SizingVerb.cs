using System.Globalization;
using SolConnect.Relay.Benchmarks.Commands;
using SolConnect.Relay.Benchmarks.Load;
using SolConnect.Relay.Benchmarks.Reporting;

namespace SolConnect.Relay.Benchmarks.Sizing;

/// <summary>How long a relay takes to start, and what it holds with thousands of idle connections.</summary>
internal sealed class SizingVerb : MeasuringVerb
{
    private static readonly Dictionary<string, string> AsItIs = [];
    private static readonly Dictionary<string, string> Workstation = new() { ["DOTNET_gcServer"] = "0" };

    public override string Name => "sizing";

    protected override string Summary => "how fast a relay starts, and what idle connections cost it";

    protected override string Title => "A relay's size, measured";

    protected override async Task MeasureAsync(MeasuringCommandLine line, ReportPage page)
    {
        page.Paragraph("""
            The relay is `samples/RelayServer`, published in Release and started with `dotnet RelayServer.dll` as a process of its own
            on the loopback interface, without TLS. Both processes share the machine's cores.
            """);
        using var relay = await PublishedRelay.PublishAsync();
        await StartsAsync(line, page, relay);
        await ConnectionsAsync(line, page, relay);
    }

    private static async Task StartsAsync(MeasuringCommandLine line, ReportPage page, PublishedRelay relay)
    {
        page.Heading("Start");
        page.Paragraph("""
            From the start of the process until it says that it listens, and until the first client has its Welcome. Resident memory
            right after that. One start that does not count comes first: then files are in the system's cache.
            """);
        var rows = new List<IReadOnlyList<string>>();
        foreach (var (name, environment) in Settings)
        {
            var starts = new List<(double Listening, double Welcome, double Resident)>();
            for (var round = 0; round <= line.Rounds; round++)
            {
                starts.Add(await StartAsync(relay, environment));
            }

            var counted = starts.Skip(1).ToList();
            var welcome = Turns.MedianOf(counted.Select(start => start.Welcome));
            rows.Add(
            [
                name, $"{counted.Count}", ReportPage.Number(Turns.MedianOf(counted.Select(start => start.Listening))),
                ReportPage.Number(welcome), ReportPage.Number(counted.Max(start => start.Welcome)),
                ReportPage.Number(Turns.MedianOf(counted.Select(start => start.Resident)) / Mebi),
            ]);
            Say($"  {name}: the first Welcome after {welcome:0} ms");
        }

        page.Table(["garbage collector", "starts", "listens after, ms", "first Welcome after, ms", "longest", "resident, MiB"], rows);
    }

    private static async Task ConnectionsAsync(MeasuringCommandLine line, ReportPage page, PublishedRelay relay)
    {
        var watch = TimeSpan.FromSeconds(line.IsQuick ? 2 : 20);
        page.Heading("Idle connections");
        page.Paragraph($"""
            Each row is a relay of its own, which has served one client that left again. Then so many clients connect, say Hello and
            subscribe, each to one of 100 topics; relay and clients ping each other every 10 s, as they do by default. Resident memory as
            it stands after {5 + watch.TotalSeconds:0} s, and again after a full collection; each connection's share is what was added
            since the relay was empty, and on the heap what is left of it after a full collection. Processor time is that of the relay, in
            percent of one core. Then one client publishes 200 messages, one after the other, to a topic that a hundredth of the
            clients reads.
            """);
        var rows = new List<IReadOnlyList<string>>();
        (int Connections, string Name, Dictionary<string, string> Environment)[] cells =
        [
            .. (line.IsQuick ? [100] : (int[])[1, 100, 1_000, 10_000]).Select(count => (count, Settings[0].Name, AsItIs)),
            (line.IsQuick ? 100 : 10_000, Settings[1].Name, Workstation),
        ];
        foreach (var (connections, name, environment) in cells)
        {
            await using var measured = MeasuredRelay.Start(relay, tellsHeap: true, environment);
            var size = await RelaySize.MeasureAsync(measured, connections, watch);
            rows.Add(RowOf(name, size));
            var each = $"{Each(size, size.ResidentBytes - size.EmptyBytes)} KiB each, {Each(size, size.HeapBytes)} on the heap";
            Say($"  {connections:N0}, {name}: {size.ResidentBytes / Mebi:0} MiB, {each}; {size.ProcessorShare:P1} of a core");
        }

        page.Table(
            [
                "connections", "garbage collector", "opened in, s", "resident, MiB", "KiB each", "collected, MiB", "KiB each",
                "heap, KiB each", "% of one core", "pong p50 / p99, ms", "ack p50 / p99, ms",
            ],
            rows);
    }

    private const double Mebi = 1024 * 1024;

    private static (string Name, Dictionary<string, string> Environment)[] Settings =>
        [("server, as it is", AsItIs), ("workstation, `DOTNET_gcServer=0`", Workstation)];

    private static async Task<(double Listening, double Welcome, double Resident)> StartAsync(
        PublishedRelay published, Dictionary<string, string> environment)
    {
        await using var relay = MeasuredRelay.Start(published, tellsHeap: false, environment);
        var url = await relay.Url;
        var listening = relay.Age;
        using var client = await IdleClient.ConnectAsync(url);
        return (listening.TotalMilliseconds, relay.Age.TotalMilliseconds, relay.Resident);
    }

    private static string[] RowOf(string name, RelaySize size) =>
    [
        $"{size.Connections:N0}", name, ReportPage.Number(size.Opening.TotalSeconds), ReportPage.Number(size.ResidentBytes / Mebi),
        Each(size, size.ResidentBytes - size.EmptyBytes), ReportPage.Number(size.CollectedBytes / Mebi),
        Each(size, size.CollectedBytes - size.EmptyBytes), Each(size, size.HeapBytes), ReportPage.Number(size.ProcessorShare * 100),
        $"{ReportPage.Number(size.Pings.P50)} / {ReportPage.Number(size.Pings.P99)}",
        $"{ReportPage.Number(size.Acks.P50)} / {ReportPage.Number(size.Acks.P99)}",
    ];

    // With fewer, what the process does anyway is larger than what they cost.
    private static string Each(RelaySize size, long bytes) => size.Connections < 100
        ? "–"
        : (bytes / 1024.0 / size.Connections).ToString("0.0", CultureInfo.InvariantCulture);
}
