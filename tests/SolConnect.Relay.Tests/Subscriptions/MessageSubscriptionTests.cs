using System.Text;
using SolConnect.Relay.Core.Session;
using SolConnect.Relay.Failover;
using SolConnect.Relay.Subscriptions;

namespace SolConnect.Relay.Tests.Subscriptions;

public sealed class MessageSubscriptionTests : IAsyncDisposable
{
    private const int BufferBytes = 4_000;

    private readonly SessionInbox _inbox = new(outboxCapacity: 100, maxSubscriptions: 1, relays: 1);
    private readonly MessageSubscription _subscription;

    public MessageSubscriptionTests() =>
        _subscription = new("prices", new() { BufferBytes = BufferBytes }, GapPolicy.Fault, maxProducers: 10, _inbox);

    [Fact]
    public async Task Messages_are_handed_out_in_order_and_the_rest_stays_for_the_next_enumeration()
    {
        Deliver("a", "b", "c");

        var first = await _subscription.TakeTextsAsync(2);
        var second = await _subscription.TakeTextsAsync(1);

        Assert.Equal(["a", "b"], first);
        Assert.Equal(["c"], second);
    }

    [Fact]
    public async Task Taking_the_last_message_of_the_queue_gives_its_credit_back_at_once()
    {
        _subscription.Deliver(Message("a"), origin: 7, credit: 10);

        await _subscription.TakeAsync(1);

        Assert.Equal([SessionInputKind.Consumed], TakeInputs());
        Assert.Equal([new(7, 10)], TakeCredit());
    }

    [Fact]
    public async Task While_more_is_queued_credit_is_worth_an_input_when_a_quarter_of_the_buffer_is_taken()
    {
        for (var i = 0; i < 10; i++)
        {
            _subscription.Deliver(Message("a"), origin: 7, credit: 400);
        }

        await _subscription.TakeAsync(2);
        var afterTwo = TakeInputs();
        await _subscription.TakeAsync(5);

        Assert.Empty(afterTwo);
        Assert.Equal([SessionInputKind.Consumed], TakeInputs());
        Assert.Equal([new(7, 7 * 400)], TakeCredit());
    }

    [Fact]
    public async Task A_second_consumer_is_refused_while_the_first_one_reads_and_welcome_afterwards()
    {
        Deliver("a", "b");
        await using var first = _subscription.GetAsyncEnumerator();
        await first.MoveNextAsync();
        await using var second = _subscription.GetAsyncEnumerator();

        var error = await Assert.ThrowsAsync<InvalidOperationException>(async () => await second.MoveNextAsync());
        await first.DisposeAsync();
        var afterwards = await _subscription.TakeTextsAsync(1);

        Assert.Contains("'prices'", error.Message, StringComparison.Ordinal);
        Assert.Equal(["b"], afterwards);
    }

    [Fact]
    public async Task Disposing_ends_a_reader_that_waits()
    {
        await using var reader = _subscription.GetAsyncEnumerator();
        var waiting = reader.MoveNextAsync().AsTask();

        await _subscription.DisposeAsync();

        Assert.False(await waiting.WithinPatienceAsync("the end of the enumeration"));
    }

    [Fact]
    public async Task Disposing_ends_the_enumeration_although_messages_are_queued()
    {
        Deliver("a", "b");
        await using var reader = _subscription.GetAsyncEnumerator();
        await reader.MoveNextAsync();

        await _subscription.DisposeAsync();

        Assert.False(await reader.MoveNextAsync());
    }

    [Fact]
    public async Task Disposing_twice_unsubscribes_once()
    {
        await _subscription.DisposeAsync();
        await _subscription.DisposeAsync();

        Assert.Equal([SessionInputKind.Unsubscribe], TakeInputs());
    }

    [Fact]
    public async Task A_fault_is_thrown_after_what_came_before_it()
    {
        var cause = new TransportFaultedException("broken");
        Deliver("a");

        _subscription.Fault(cause);

        Assert.Equal(["a"], await _subscription.TakeTextsAsync(1));
        Assert.Same(cause, await Assert.ThrowsAsync<TransportFaultedException>(() => _subscription.TakeAsync(1)));
        Assert.Same(cause, await Assert.ThrowsAsync<TransportFaultedException>(() => _subscription.Confirmed));
    }

    [Fact]
    public async Task A_disconnect_ends_the_enumeration_normally()
    {
        Deliver("a");

        _subscription.End(new(SubscriptionEndKind.Stopped));

        Assert.Equal(["a"], (await _subscription.TakeAsync(2)).Select(message => message.Text()));
    }

    [Fact]
    public async Task A_gap_that_ends_the_subscription_says_whose_messages_are_lost_and_what_to_do()
    {
        var gap = new MessageGap(new(Guid.NewGuid()), Generation: 1, First: 4, Last: 6, GapReason.Missing);

        _subscription.End(new(SubscriptionEndKind.Gap, gap));

        var error = await Assert.ThrowsAsync<MessageGapException>(() => _subscription.TakeAsync(1));
        Assert.Same(gap, error.Gap);
        Assert.Contains("3 messages", error.Message, StringComparison.Ordinal);
        Assert.Contains("Subscribe again", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refusal_fails_the_confirmation_with_what_the_relays_said()
    {
        _subscription.End(new(SubscriptionEndKind.Refused, Detail: "Relay 'tokyo' does not know it."));

        var error = await Assert.ThrowsAsync<SubscriptionRefusedException>(() => _subscription.Confirmed);

        Assert.Equal("prices", error.Topic);
        Assert.Contains("Relay 'tokyo'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cancelled_enumeration_ends_and_the_subscription_lives_on()
    {
        using var cancelling = new CancellationTokenSource();
        await using var reader = _subscription.GetAsyncEnumerator(cancelling.Token);
        var waiting = reader.MoveNextAsync().AsTask();

        await cancelling.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        Deliver("a");

        Assert.Equal(["a"], await _subscription.TakeTextsAsync(1));
    }

    [Fact]
    public async Task A_subscription_that_has_ended_posts_nothing_more_because_its_place_may_be_taken()
    {
        Deliver("a", "b");
        _subscription.End(new(SubscriptionEndKind.Stopped));

        await _subscription.TakeAsync(2);
        await _subscription.DisposeAsync();

        Assert.Empty(TakeInputs());
    }

    public ValueTask DisposeAsync() => _subscription.DisposeAsync();

    private static RelayMessage Message(string text) =>
        new() { Topic = "prices", Payload = Encoding.UTF8.GetBytes(text) };

    private void Deliver(params string[] texts)
    {
        foreach (var text in texts)
        {
            _subscription.Deliver(Message(text), origin: 1, credit: 10);
        }
    }

    private List<ReturnedCredit> TakeCredit()
    {
        var credit = new List<ReturnedCredit>();
        _subscription.TakeCredit(credit);
        return credit;
    }

    private List<SessionInputKind> TakeInputs()
    {
        var kinds = new List<SessionInputKind>();
        while (_inbox.TryTake(out var input))
        {
            kinds.Add(input.Kind);
        }

        return kinds;
    }
}
