using System.Diagnostics;
using SolConnect.Relay.TestKit;

namespace SolConnect.Relay.Benchmarks.Scale;

/// <summary>One publisher and one subscriber with many subscriptions, each to a topic of its own.</summary>
internal sealed class SubscriptionScale : ScaleSeries
{
    private const int Messages = 100_000;

    public override string Name => "subscriptions";

    public override string Title => "Subscriptions";

    public override string Explanation => $"""
        {Messages:N0} messages of {Size} B to the topics in turn, over one relay, until the subscriptions have taken all of them. Setting up
        is subscribing, one after the other, until the relay has confirmed.
        """;

    public override string SetUpMeans => "µs to subscribe";

    public override IReadOnlyList<int> Counts => [1, 100, 1_000, 10_000];

    public override async Task<ScaleCell> MeasureAsync(int count)
    {
        await using var fleet = await RelayFleet.StartAsync(1);
        await using var publisher = await fleet.ConnectAsync(options => options.MaxTopics = count + 1);
        await using var subscriber = await fleet.ConnectAsync();
        var before = HeapBytes();
        var (received, reading, began) = (new Counter(), new List<Task>(), Stopwatch.GetTimestamp());
        for (var index = 0; index < count; index++)
        {
            reading.Add(received.CountAsync(await subscriber.SubscribeAsync($"topic-{index}")));
        }

        var setUp = Stopwatch.GetElapsedTime(began).TotalMicroseconds / count;
        var each = (HeapBytes() - before) / (double)count;
        await SendAllAsync(publisher, count, index => $"topic-{index}");
        await Patience.UntilAsync(() => received.Value == count, $"{count:N0} messages ({received.Value:N0} so far)");
        began = Stopwatch.GetTimestamp();
        await SendAllAsync(publisher, Messages, index => $"topic-{index % count}");
        await Patience.UntilAsync(
            () => received.Value == count + Messages, $"{count + Messages:N0} messages ({received.Value:N0} so far)");
        var perMessage = Stopwatch.GetElapsedTime(began).TotalMicroseconds / Messages;
        var alone = await LoneSendAsync(publisher, index => $"topic-{index * 31 % count}");
        await subscriber.DisposeAsync();
        await Task.WhenAll(reading);
        return new(perMessage, alone, setUp, each);
    }

    private sealed class Counter
    {
        private long _value;

        public long Value => Interlocked.Read(ref _value);

        public async Task CountAsync(IMessageSubscription subscription)
        {
            await foreach (var message in subscription)
            {
                Interlocked.Increment(ref _value);
            }
        }
    }
}
