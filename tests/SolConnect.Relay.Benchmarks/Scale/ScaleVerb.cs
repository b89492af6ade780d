using SolConnect.Relay.Benchmarks.Commands;
using SolConnect.Relay.Benchmarks.Load;
using SolConnect.Relay.Benchmarks.Reporting;

namespace SolConnect.Relay.Benchmarks.Scale;

/// <summary>What a message, a topic, a subscription, a known relay and a waiting message cost as there are more of them.</summary>
internal sealed class ScaleVerb : MeasuringVerb
{
    private static readonly ScaleSeries[] AllSeries =
        [new TopicScale(), new SubscriptionScale(), new RelayScale(), new BacklogScale()];

    public override string Name => "scale";

    protected override string Summary => "what each costs as topics, subscriptions, relays and backlog grow";

    protected override string Title => "Scale, measured";

    protected override async Task MeasureAsync(MeasuringCommandLine line, ReportPage page)
    {
        page.Paragraph($"""
            Medians of {line.Rounds} runs for each row. Relays, publisher and subscriber are one process here, which shares its 2 cores
            among them: what counts is whether a figure stays where it is while its number grows. Memory is that of client and
            relays together, after a full collection.
            """);
        var chart = new LineChart("What one message costs", "how many", "µs a message");
        foreach (var series in AllSeries)
        {
            var points = new List<(double X, double Y)>();
            var rows = new List<IReadOnlyList<string>>();

            // Once for nobody: the first run of a process is compiled on its way.
            _ = await series.MeasureAsync(series.Counts[1]);
            foreach (var count in line.IsQuick ? series.Counts.Take(2) : series.Counts)
            {
                var cells = new List<ScaleCell>();
                for (var round = 0; round < line.Rounds; round++)
                {
                    cells.Add(await series.MeasureAsync(count));
                }

                var median = ScaleCell.Median(cells);
                points.Add((count, median.MicrosecondsPerMessage));
                rows.Add(
                [
                    $"{count:N0}", ReportPage.Number(median.MicrosecondsPerMessage), ReportPage.Number(median.LoneSend),
                    ReportPage.Number(median.SetUp), ReportPage.Number(median.BytesEach / 1024),
                ]);
                Say($"  {count:N0} {series.Name}: {median.MicrosecondsPerMessage:0.00} µs a message, {median.LoneSend:0} µs alone, {median.SetUp:0.0} µs each to set up, {median.BytesEach / 1024:0.0} KiB each");
            }

            page.Heading(series.Title);
            page.Paragraph(series.Explanation);
            page.Table([series.Name, "µs a message", "µs for a lone send (p50)", series.SetUpMeans, "KiB each"], rows);
            chart.Add(series.Name, points);
        }

        if (line.Output is { } path)
        {
            var picture = Path.ChangeExtension(path, ".svg");
            chart.Save(picture);
            page.Paragraph($"![What one message costs as each of them grows]({Path.GetFileName(picture)})");
        }
    }
}
