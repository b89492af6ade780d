using SolConnect.Relay.TestKit;

namespace SolConnect.Relay.Functional.Tests.Checkpoints;

/// <summary>A process ends, and a new one goes on where it was, over real sockets.</summary>
public sealed class ResumeTests
{
    private const string Topic = "work";

    [Fact]
    public async Task A_new_process_gets_everything_behind_its_checkpoint_once()
    {
        await using var fleet = await RelayFleet.StartAsync(3);
        await using var sender = await fleet.ConnectAsync();
        var stored = await BeginAsync(fleet, sender, taken: 5);

        await SendAsync(sender, 10, 15);
        await using var second = await fleet.ConnectAsync();
        await using var subscription = await ResumeAsync(second, stored);

        Assert.Equal(Numbers(5, 15), await subscription.TakeTextsAsync(10));
        await SendAsync(sender, 15, 16);
        Assert.Equal(Numbers(15, 16), await subscription.TakeTextsAsync(1));
    }

    [Fact]
    public async Task A_relay_that_lost_its_log_meanwhile_costs_nothing()
    {
        await using var fleet = await RelayFleet.StartAsync(3);
        await using var sender = await fleet.ConnectAsync();
        var stored = await BeginAsync(fleet, sender, taken: 5);

        await fleet.PrimaryOf(sender).RestartAsync(keepLog: false);
        await SendAsync(sender, 10, 20);
        await using var second = await fleet.ConnectAsync();
        await using var subscription = await ResumeAsync(second, stored);

        Assert.Equal(Numbers(5, 20), await subscription.TakeTextsAsync(15));
    }

    [Fact]
    public async Task A_checkpoint_covers_the_message_in_hand_and_none_behind_it()
    {
        await using var fleet = await RelayFleet.StartAsync(2);
        await using var transport = await fleet.ConnectAsync();
        await using var subscription = await transport.SubscribeAsync(Topic);
        await SendAsync(transport, 0, 3);
        var covered = new List<long>();
        async Task ReadAsync()
        {
            await foreach (var message in subscription)
            {
                covered.Add(subscription.GetCheckpoint().LastMessages.Single().Sequence - message.Id.Sequence);
                if (covered.Count == 3)
                {
                    break;
                }
            }
        }

        await ReadAsync().WithinPatienceAsync("three messages");

        Assert.Equal([0, 0, 0], covered);
    }

    [Fact]
    public async Task An_ended_subscription_still_tells_how_far_it_came()
    {
        await using var fleet = await RelayFleet.StartAsync(2);
        await using var transport = await fleet.ConnectAsync();
        var subscription = await transport.SubscribeAsync(Topic);
        await SendAsync(transport, 0, 5);
        await subscription.TakeTextsAsync(2);
        await transport.DisconnectAsync();

        Assert.Equal(2, subscription.GetCheckpoint().LastMessages.Single().Sequence);
    }

    [Fact]
    public async Task A_checkpoint_of_another_topic_or_beside_a_start_is_refused()
    {
        await using var fleet = await RelayFleet.StartAsync(1);
        await using var transport = await fleet.ConnectAsync();
        await using var subscription = await transport.SubscribeAsync(Topic);
        var checkpoint = subscription.GetCheckpoint();

        var other = await Assert.ThrowsAsync<ArgumentException>(
            async () => await transport.SubscribeAsync("other", new() { ResumeFrom = checkpoint }));
        var start = await Assert.ThrowsAsync<ArgumentException>(async () => await transport.SubscribeAsync(
            Topic, new() { ResumeFrom = checkpoint, Start = SubscriptionStart.Earliest }));

        Assert.Contains("'work'", other.Message, StringComparison.Ordinal);
        Assert.Contains("Earliest", start.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_subscription_of_another_kind_says_that_it_has_no_checkpoint()
    {
        await using var other = new OtherSubscription();

        Assert.Throws<NotSupportedException>(() => ((IMessageSubscription)other).GetCheckpoint());
    }

    [Fact]
    public async Task What_was_trimmed_meanwhile_is_a_gap_to_each_subscription_in_its_own_way()
    {
        await using var fleet = await RelayFleet.StartAsync(1, options => options.RetentionRecords = 10);
        await using var sender = await fleet.ConnectAsync();
        var stored = await BeginAsync(fleet, sender, taken: 5);
        await SendAsync(sender, 10, 50);
        await using var second = await fleet.ConnectAsync(options => options.OnGap = GapPolicy.Fault);

        await using var faulting = await ResumeAsync(second, stored);
        await using var going = await ResumeAsync(second, stored, GapPolicy.Continue);

        var message = Assert.Single(await going.TakeAsync(1));
        Assert.Equal("40", message.Text());
        Assert.Equal(35, message.GapBefore!.Count);
        var fault = await Assert.ThrowsAsync<MessageGapException>(() => faulting.TakeAsync(1));
        Assert.Equal(35, fault.Gap.Count);
        Assert.Equal(Numbers(41, 50), await going.TakeTextsAsync(9));
    }

    /// <summary>A first process subscribes, gets ten messages, works on some of them and ends.</summary>
    private static async Task<byte[]> BeginAsync(RelayFleet fleet, RelayWebSocketTransport sender, int taken)
    {
        await using var first = await fleet.ConnectAsync();
        await using var subscription = await first.SubscribeAsync(Topic);
        await SendAsync(sender, 0, 10);
        Assert.Equal(Numbers(0, taken), await subscription.TakeTextsAsync(taken));
        return subscription.GetCheckpoint().ToBytes();
    }

    private static ValueTask<IMessageSubscription> ResumeAsync(
        RelayWebSocketTransport transport, byte[] stored, GapPolicy? onGap = null) =>
        transport.SubscribeAsync(Topic, new() { ResumeFrom = SubscriptionCheckpoint.Parse(stored), OnGap = onGap });

    private static async Task SendAsync(RelayWebSocketTransport transport, int from, int to)
    {
        foreach (var text in Numbers(from, to))
        {
            await transport.SendTextAsync(Topic, text);
        }
    }

    private static IEnumerable<string> Numbers(int from, int to) =>
        Enumerable.Range(from, to - from).Select(number => $"{number}");

    private sealed class OtherSubscription : IMessageSubscription
    {
        public string Topic => ResumeTests.Topic;

        public IAsyncEnumerator<RelayMessage> GetAsyncEnumerator(CancellationToken cancellationToken = default) =>
            throw new NotSupportedException();

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
