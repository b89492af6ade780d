using SolConnect.Relay.Core;
using SolConnect.Relay.Core.Delivery;
using SolConnect.Relay.Core.Session;
using SolConnect.Relay.Failover;

namespace SolConnect.Relay.Tests.Failover;

public class OutboxGateTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task A_send_that_finds_room_reaches_the_machine_at_once_and_its_receipt_ends_it()
    {
        var world = new GateWorld();

        var sending = world.SendAsync();
        world.Receipt(Assert.Single(world.TakePublished()), sequence: 5);

        Assert.Equal(5, (await sending).Id.Sequence);
        Assert.Equal(0, world.TimesFull);
    }

    [Fact]
    public void A_send_beyond_the_count_waits_until_another_one_has_its_outcome()
    {
        var world = new GateWorld(messages: 2);
        _ = world.SendAsync(size: 1);
        _ = world.SendAsync(size: 2);
        _ = world.SendAsync(size: 3);
        var entered = world.TakePublished();
        var sizes = entered.Select(send => send.Size).ToList();

        world.Receipt(entered[1]);

        Assert.Equal([1, 2], sizes);
        Assert.Equal(3, Assert.Single(world.TakePublished()).PayloadLength);
        Assert.Equal(0, world.Gate.Waiting);
    }

    [Fact]
    public void A_send_beyond_the_bytes_waits_until_enough_bytes_are_free()
    {
        var world = new GateWorld(messages: 10, bytes: 100);
        _ = world.SendAsync(size: 60);
        _ = world.SendAsync(size: 30);
        _ = world.SendAsync(size: 50);
        var entered = world.TakePublished();

        world.Receipt(entered[1]);
        var afterThirty = world.TakePublished();
        world.Receipt(entered[0]);

        Assert.Equal(2, entered.Count);
        Assert.Empty(afterThirty);
        Assert.Equal(50, Assert.Single(world.TakePublished()).Size);
    }

    [Fact]
    public void A_message_larger_than_the_outbox_goes_in_alone_instead_of_waiting_for_ever()
    {
        var world = new GateWorld(messages: 10, bytes: 100);

        _ = world.SendAsync(size: 200);
        _ = world.SendAsync(size: 1);

        Assert.Equal(200, Assert.Single(world.TakePublished()).Size);
        Assert.Equal(1, world.Gate.Waiting);
    }

    [Fact]
    public void A_small_message_that_would_fit_does_not_overtake_a_large_one_that_waits()
    {
        var world = new GateWorld(messages: 10, bytes: 100);
        _ = world.SendAsync(size: 90);
        _ = world.SendAsync(size: 91);
        _ = world.SendAsync(size: 5);
        var first = Assert.Single(world.TakePublished());

        world.Receipt(first);

        Assert.Equal([91, 5], world.TakePublished().Select(send => send.Size));
    }

    [Fact]
    public async Task A_full_outbox_that_rejects_says_that_nothing_was_sent_and_posts_nothing()
    {
        var world = new GateWorld(messages: 1, mode: OutboxFullMode.Reject);
        _ = world.SendAsync();
        _ = world.TakeInputs();

        var refusal = await Assert.ThrowsAsync<OutboxFullException>(() => world.SendAsync());

        Assert.Equal(DeliveryStatus.NotSent, refusal.Delivery);
        Assert.Empty(world.TakeInputs());
    }

    [Fact]
    public async Task As_many_senders_wait_as_the_outbox_holds_and_one_more_is_refused()
    {
        var world = new GateWorld(messages: 2);
        var accepted = Enumerable.Range(0, 4).Select(_ => world.SendAsync()).ToList();

        var refusal = await Assert.ThrowsAsync<OutboxFullException>(() => world.SendAsync());

        Assert.Contains("2 senders", refusal.Message, StringComparison.Ordinal);
        Assert.All(accepted, sending => Assert.False(sending.IsCompleted));
    }

    [Fact]
    public async Task A_waiter_that_is_cancelled_was_never_sent_and_gives_its_place_on()
    {
        using var cancelling = new CancellationTokenSource();
        var world = new GateWorld(messages: 10, bytes: 100);
        _ = world.SendAsync(size: 60);
        var waiter = world.SendAsync(size: 70, cancelling.Token);
        _ = world.SendAsync(size: 40);
        _ = world.TakePublished();

        await cancelling.CancelAsync();

        var error = await Assert.ThrowsAsync<SendCanceledException>(() => waiter);
        Assert.Equal((DeliveryStatus.NotSent, cancelling.Token), (error.Delivery, error.CancellationToken));
        Assert.Equal(40, Assert.Single(world.TakePublished()).Size);
    }

    [Fact]
    public async Task A_send_cancelled_before_it_came_to_the_gate_is_not_posted()
    {
        var world = new GateWorld();

        var sending = world.SendAsync(token: new CancellationToken(canceled: true));

        Assert.Equal(DeliveryStatus.NotSent, (await Assert.ThrowsAsync<SendCanceledException>(() => sending)).Delivery);
        Assert.Empty(world.TakeInputs());
    }

    [Fact]
    public async Task Cancelling_a_send_that_the_machine_has_asks_the_machine_once_and_decides_nothing()
    {
        using var cancelling = new CancellationTokenSource();
        var world = new GateWorld();
        var sending = world.SendAsync(token: cancelling.Token);
        var send = Assert.Single(world.TakePublished());

        await cancelling.CancelAsync();
        var asked = world.Gate.Cancel(send);

        Assert.False(asked);
        Assert.Single(world.TakeInputs(), input => input.Kind == SessionInputKind.CancelSend);
        Assert.False(sending.IsCompleted);
    }

    [Fact]
    public async Task A_waiter_fails_after_MessageTimeout_and_not_before()
    {
        var world = new GateWorld(messages: 1);
        _ = world.SendAsync();
        world.Now += Second;
        var waiter = world.SendAsync();
        var deadline = world.Gate.NextDeadline;

        world.Gate.ExpireWaiters(deadline - TimeSpan.FromTicks(1));
        var before = world.Gate.Waiting;
        world.Gate.ExpireWaiters(deadline);

        Assert.Equal(world.Now + world.Limits.MessageTimeout, deadline);
        Assert.Equal(1, before);
        Assert.Equal(
            RelayErrorCode.SendTimeout, (await Assert.ThrowsAsync<SendFailedException>(() => waiter)).Code);
        Assert.Equal(Instant.Never, world.Gate.NextDeadline);
    }

    [Fact]
    public void The_first_waiter_wakes_the_loop_because_its_timer_does_not_know_that_deadline()
    {
        var world = new GateWorld(messages: 1);
        _ = world.SendAsync();
        _ = world.TakeInputs();

        _ = world.SendAsync();

        Assert.Equal(SessionInputKind.Tick, Assert.Single(world.TakeInputs()).Kind);
    }

    [Fact]
    public async Task A_closed_gate_refuses_newcomers_and_is_done_once_those_in_line_had_their_turn()
    {
        var world = new GateWorld(messages: 1);
        _ = world.SendAsync(size: 1);
        _ = world.SendAsync(size: 2);

        var noneWaits = world.Gate.CloseAsync(() => new InvalidOperationException("over"));
        var waitedBefore = !noneWaits.IsCompleted;
        await Assert.ThrowsAsync<InvalidOperationException>(() => world.SendAsync(size: 3));
        world.Receipt(Assert.Single(world.TakePublished()));

        Assert.True(waitedBefore);
        await noneWaits.WithinPatienceAsync("the last waiter's turn");
        Assert.Equal(2, Assert.Single(world.TakePublished()).Size);
    }

    [Fact]
    public async Task Ending_the_waiters_fails_each_of_them_and_lets_nobody_in_any_more()
    {
        var world = new GateWorld(messages: 1);
        _ = world.SendAsync();
        var waiter = world.SendAsync();
        var entered = Assert.Single(world.TakePublished());
        var noneWaits = world.Gate.CloseAsync(() => new InvalidOperationException("over"));

        world.Gate.EndWaiters(SendErrors.Stopped);
        world.Receipt(entered);

        Assert.Equal(
            RelayErrorCode.SendStopped, (await Assert.ThrowsAsync<SendFailedException>(() => waiter)).Code);
        Assert.Empty(world.TakePublished());
        Assert.True(noneWaits.IsCompletedSuccessfully);
    }

    [Fact]
    public async Task Sends_that_the_machine_left_without_an_outcome_get_one()
    {
        var world = new GateWorld();
        Task<DeliveryReceipt>[] sending = [world.SendAsync(), world.SendAsync()];

        world.Gate.EndEntered(send => SendErrors.Faulted(send, new InvalidOperationException("broken")));

        foreach (var one in sending)
        {
            await Assert.ThrowsAsync<TransportFaultedException>(() => one);
        }
    }

    [Fact]
    public void A_full_outbox_is_told_once_until_half_of_its_messages_have_gone()
    {
        var world = new GateWorld(messages: 4, mode: OutboxFullMode.Reject);
        Fill(world, sends: 6, size: 1);
        var entered = world.TakePublished();

        world.Receipt(entered[0]);
        Fill(world, sends: 2, size: 1);
        var toldWhileMostlyFull = world.TimesFull;
        entered[1..].ForEach(send => world.Receipt(send));
        Fill(world, sends: 5, size: 1);

        Assert.Equal((1, 2), (toldWhileMostlyFull, world.TimesFull));
    }

    [Fact]
    public void An_outbox_full_of_bytes_is_told_once_until_half_of_its_bytes_have_gone()
    {
        var world = new GateWorld(messages: 1_000, bytes: 40, mode: OutboxFullMode.Reject);
        Fill(world, sends: 6, size: 10);
        var entered = world.TakePublished();

        world.Receipt(entered[0]);
        Fill(world, sends: 2, size: 10);
        var toldWhileMostlyFull = world.TimesFull;
        entered[1..].ForEach(send => world.Receipt(send));
        Fill(world, sends: 5, size: 10);

        Assert.Equal((1, 2), (toldWhileMostlyFull, world.TimesFull));
    }

    [Fact]
    public void Sends_that_came_in_while_the_loop_was_busy_are_taken_at_once_for_one_wake()
    {
        var world = new GateWorld(messages: 10);
        Fill(world, sends: 3, size: 10);
        var wakes = world.TakeInputs();

        var first = world.Gate.TakeEntered(most: 2, out var areAllAtFirst);
        var rest = world.Gate.TakeEntered(most: 2, out var areAllThen);
        var none = world.Gate.TakeEntered(most: 2, out var areAllAtLast);
        Fill(world, sends: 1, size: 10);

        Assert.Equal(SessionInputKind.Tick, Assert.Single(wakes).Kind);
        Assert.Equal((2, 1, 0), (first.Count, rest.Count, none.Count));
        Assert.Equal((false, false, true), (areAllAtFirst, areAllThen, areAllAtLast));
        Assert.Equal(SessionInputKind.Tick, Assert.Single(world.TakeInputs()).Kind);
    }

    [Fact]
    public void Sends_that_may_gather_wake_nobody_until_they_may_no_longer()
    {
        var world = new GateWorld(messages: 10);
        world.Gate.LetThemGather(true, world.Now);
        var deadline = world.Gate.NextDeadline;
        Fill(world, sends: 3, size: 10);
        var inputs = world.TakeInputs();

        world.Gate.LetThemGather(false, world.Now);

        Assert.Empty(inputs);
        Assert.Equal(3, world.Gate.Entered);
        Assert.Equal(world.Now + world.Limits.MessageTimeout, deadline);
        Assert.Equal(SessionInputKind.Tick, Assert.Single(world.TakeInputs()).Kind);
        Assert.Equal(3, world.TakePublished().Count);
    }

    [Fact]
    public void A_send_that_may_gather_and_finds_no_room_still_wakes_the_loop_for_its_deadline()
    {
        var world = new GateWorld(messages: 1);
        world.Gate.LetThemGather(true, world.Now);

        Fill(world, sends: 2, size: 10);

        Assert.Equal(SessionInputKind.Tick, Assert.Single(world.TakeInputs()).Kind);
    }

    [Fact]
    public async Task Cancellations_that_come_late_fit_into_the_inbox_beside_those_of_the_next_sends()
    {
        const int Slots = 500;
        using var cancelling = new CancellationTokenSource();
        var world = new GateWorld(messages: Slots, bytes: 1_000_000);
        Fill(world, Slots, size: 1, cancelling.Token);
        var entered = world.TakePublished();

        // All in the time of one turn of the loop: the caller cancels, the receipts are there, and the next ones come.
        await cancelling.CancelAsync();
        using var cancellingNext = new CancellationTokenSource();
        entered.ForEach(send => world.Receipt(send));
        Fill(world, Slots, size: 1, cancellingNext.Token);
        await cancellingNext.CancelAsync();

        Assert.False(world.Inbox.HasOverflowed);
        Assert.Equal(2 * Slots, world.TakeInputs().Count(input => input.Kind == SessionInputKind.CancelSend));
    }

    private static void Fill(GateWorld world, int sends, int size, CancellationToken token = default)
    {
        for (var i = 0; i < sends; i++)
        {
            _ = world.SendAsync(size, token);
        }
    }
}
