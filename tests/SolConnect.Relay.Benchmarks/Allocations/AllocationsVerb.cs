using SolConnect.Relay.Benchmarks.Commands;
using SolConnect.Relay.Benchmarks.Load;
using SolConnect.Relay.Benchmarks.Reporting;

namespace SolConnect.Relay.Benchmarks.Allocations;

/// <summary>Bytes that a send and a received message allocate once everything is warm.</summary>
internal sealed class AllocationsVerb : MeasuringVerb
{
    private const int Window = 8_192;
    private static readonly int[] Sizes = [16, 128, 1024];

    public override string Name => "allocations";

    protected override string Summary => "bytes allocated per message by sender and receiver";

    protected override string Title => "Allocations, measured";

    protected override async Task MeasureAsync(MeasuringCommandLine line, ReportPage page)
    {
        await using var relays = await RelayGroup.StartAsync(1);
        await MeasureSenderAsync(line, page, relays);
        await MeasureReceiverAsync(line, page, relays);
    }

    private static async Task MeasureSenderAsync(MeasuringCommandLine line, ReportPage page, RelayGroup relays)
    {
        var messages = line.IsQuick ? 100_000 : 10_000_000;
        page.Heading("Sender");
        page.Paragraph($"""
            Everything that the process allocates while one caller sends {messages:N0} messages, with {Window:N0} without a receipt at
            any time, after 1,000,000 to warm up. The relay is another process.
            """);
        var rows = new List<IReadOnlyList<string>>();
        foreach (var size in Sizes)
        {
            await using var sender = await AckedSender.ConnectAsync(relays.Endpoints, $"sender-{size}", 1, size, 1, Window);
            await sender.SendAsync(messages / 10);
            var before = Garbage.Now();
            await sender.SendAsync(messages);
            var spent = Garbage.Now() - before;
            rows.Add([$"{size}", $"{spent.Bytes / (double)messages:0.000}", $"{spent.Gen0}", $"{spent.Gen1}", $"{spent.Gen2}"]);
            Say($"  sender, {size} B: {spent.Bytes / (double)messages:0.000} bytes a message, {spent.Gen0} collections");
        }

        page.Table(["payload, bytes", "bytes allocated per message", "gen-0 collections", "gen-1", "gen-2"], rows);
    }

    private static async Task MeasureReceiverAsync(MeasuringCommandLine line, ReportPage page, RelayGroup relays)
    {
        var messages = line.IsQuick ? 20_000 : 500_000;
        page.Heading("Receiver");
        page.Paragraph($"""
            Everything that the process allocates while a subscription receives {messages:N0} messages, after as many to warm up. The
            publisher and the relay are other processes. Payload memory is the application's and is never used again, so the payload
            itself counts; beyond it: bytes per message minus the payload, of which the header of an array is 24.
            """);
        var rows = new List<IReadOnlyList<string>>();
        foreach (var size in Sizes)
        {
            var topic = $"receiver-{size}";
            await using var subscriber = await CountingSubscriber.ConnectAsync(
                relays.Endpoints, topic, SubscriptionStart.Latest);
            await PublishAsync(relays, topic, size, messages, subscriber);
            var before = Garbage.Now();
            await PublishAsync(relays, topic, size, messages, subscriber);
            var each = (Garbage.Now() - before).Bytes / (double)messages;
            rows.Add([$"{size}", $"{each:0.0}", $"{each - size:0.0}"]);
            Say($"  receiver, {size} B: {each:0.0} bytes a message");
        }

        page.Table(["payload, bytes", "bytes allocated per message", "beyond the payload"], rows);
    }

    // In parts, because a relay keeps 64 MiB of a topic, and a publisher is faster than a subscriber.
    private static async Task PublishAsync(
        RelayGroup relays, string topic, int size, long messages, CountingSubscriber subscriber)
    {
        var part = Math.Max(1, messages / 20);
        for (var published = 0L; published < messages; published += part)
        {
            var expected = subscriber.Received + part;
            await OwnProcess.RunAsync(new PublishVerb(), [$"{relays.Endpoints[0].Url}", topic, $"{size}", $"{part}"]);
            await subscriber.UntilAsync(expected);
        }
    }
}
