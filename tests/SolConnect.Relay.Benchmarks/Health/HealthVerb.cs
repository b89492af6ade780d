using SolConnect.Relay.Benchmarks.Commands;
using SolConnect.Relay.Benchmarks.Load;
using SolConnect.Relay.Benchmarks.Reporting;

namespace SolConnect.Relay.Benchmarks.Health;

/// <summary>What a health check of a relay costs the process that makes it.</summary>
internal sealed class HealthVerb : MeasuringVerb
{
    public override string Name => "health";

    protected override string Summary => "processor time and memory of a health check";

    protected override string Title => "Health checks, measured";

    protected override async Task MeasureAsync(MeasuringCommandLine line, ReportPage page)
    {
        var checks = line.IsQuick ? 100 : 2_000;
        page.Paragraph($"""
            What one health check costs the client's process: a new connection, the WebSocket handshake, Hello, Welcome and the
            goodbye, without TLS. The relay is another process, on the loopback interface. Each row is {checks:N0} checks one after
            another, after {checks / 10:N0} to warm up, in a process of its own: processor time of all its threads, user and kernel
            together, and what it allocates. The target is less than 5 ms of processor time for each relay and check.
            """);
        var rows = new List<IReadOnlyList<string>>();
        await using var relays = await RelayGroup.StartAsync(1);
        for (var round = 1; round <= line.Rounds; round++)
        {
            var cost = HealthCost.Parse(await OwnProcess.RunAsync(
                new HealthCellVerb(), $"{relays.Endpoints[0].Url}", $"{checks}"));
            rows.Add(
            [
                $"{round}", ReportPage.Number(cost.ProcessorMilliseconds), ReportPage.Number(cost.TookMilliseconds),
                ReportPage.Number(cost.AllocatedBytes / 1024), ReportPage.Number(100 * cost.ProcessorMilliseconds / 10_000),
            ]);
            Say($"  round {round}: {cost.ProcessorMilliseconds:0.000} ms of processor time, {cost.TookMilliseconds:0.000} ms in all");
        }

        page.Table(
            ["round", "processor time, ms", "duration, ms", "allocated, KiB", "% of one core for one relay, every 10 s"], rows);
    }
}
