using SolConnect.Relay.TestKit;

namespace SolConnect.Relay.Benchmarks.Scale;

/// <summary>One publisher, many topics.</summary>
internal sealed class TopicScale : ScaleSeries
{
    private const int Messages = 200_000;

    public override string Name => "topics";

    public override string Title => "Topics";

    public override string Explanation => $"""
        {Messages:N0} messages of {Size} B to the topics in turn, over one relay, after each topic has had one. Setting up is that first
        message to each.
        """;

    public override string SetUpMeans => "µs for the first message of each";

    public override IReadOnlyList<int> Counts => [1, 100, 10_000, 100_000];

    public override async Task<ScaleCell> MeasureAsync(int count)
    {
        await using var fleet = await RelayFleet.StartAsync(1, options =>
            (options.MaxTopicsPerConnection, options.MaxTopics) = (200_000, 200_000));
        await using var transport = await fleet.ConnectAsync(options => options.MaxTopics = 200_000);
        var topics = Enumerable.Range(0, count).Select(index => $"topic-{index}").ToArray();
        var before = HeapBytes();
        var first = await SendAllAsync(transport, count, index => topics[index]);
        var each = (HeapBytes() - before) / (double)count;
        var perMessage = await SendAllAsync(transport, Messages, index => topics[index % count]);
        var alone = await LoneSendAsync(transport, index => topics[index * 31 % count]);
        return new(perMessage, alone, first, each);
    }
}
