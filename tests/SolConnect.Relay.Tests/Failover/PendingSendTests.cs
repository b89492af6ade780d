using System.Threading.Tasks.Sources;
using SolConnect.Relay.Failover;

namespace SolConnect.Relay.Tests.Failover;

public class PendingSendTests
{
    private readonly GateWorld _world = new(messages: 2);

    [Fact]
    public async Task It_goes_back_to_the_pool_only_when_the_machine_and_then_the_awaiter_have_let_go()
    {
        var send = _world.Begin();
        var receipt = send.Task;
        GateWorld.Complete(send);

        send.ReleaseMessage();
        var before = _world.Pool.Rent();
        await receipt;

        Assert.NotSame(send, before);
        Assert.Same(send, _world.Pool.Rent());
    }

    [Fact]
    public async Task It_goes_back_to_the_pool_only_when_the_awaiter_and_then_the_machine_have_let_go()
    {
        var send = _world.Begin();
        var receipt = send.Task;
        GateWorld.Complete(send);

        await receipt;
        var before = _world.Pool.Rent();
        send.ReleaseMessage();

        Assert.NotSame(send, before);
        Assert.Same(send, _world.Pool.Rent());
    }

    [Fact]
    public async Task A_cancellation_on_its_way_through_the_inbox_keeps_it_from_the_pool()
    {
        using var cancelling = new CancellationTokenSource();
        var send = _world.Begin(token: cancelling.Token);
        var receipt = send.Task;
        _world.Gate.Enter(send);
        await cancelling.CancelAsync();

        _world.Receipt(send);
        await receipt;
        var before = _world.Pool.Rent();
        send.ReleaseCancellation();

        Assert.NotSame(send, before);
        Assert.Same(send, _world.Pool.Rent());
    }

    [Fact]
    public async Task A_token_that_is_never_cancelled_is_watched_no_longer_than_the_send_takes()
    {
        using var cancelling = new CancellationTokenSource();
        var send = _world.Begin(token: cancelling.Token);
        var receipt = send.Task;
        _world.Gate.Enter(send);
        _world.Receipt(send);
        await receipt;

        var next = _world.Begin();
        _world.Gate.Enter(next);
        _ = _world.TakeInputs();
        await cancelling.CancelAsync();

        Assert.Same(send, next);
        Assert.Equal(SendPhase.Entered, next.Phase);
        Assert.Empty(_world.TakeInputs());
    }

    [Fact]
    public async Task A_second_await_of_one_result_throws_and_does_not_let_go_twice()
    {
        var send = _world.Begin();
        var receipt = send.Task;
        GateWorld.Complete(send);
        await receipt;

        // What the compiler allows and a ValueTask does not.
#pragma warning disable CA2012
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await receipt);
#pragma warning restore CA2012

        Assert.NotSame(send, _world.Pool.Rent());
    }

    [Fact]
    public void Reading_a_result_that_is_not_there_throws_instead_of_blocking()
    {
        var send = _world.Begin();

        void Read() => ((IValueTaskSource<DeliveryReceipt>)send).GetResult(token: 0);

        Assert.Throws<InvalidOperationException>(Read);
    }

    [Fact]
    public async Task A_result_of_the_object_s_last_use_cannot_be_read_in_its_next_one()
    {
        var send = _world.Begin();
        var stale = send.Task;
        GateWorld.Complete(send);
        send.ReleaseMessage();
        await stale;
        var next = _world.Begin();
        GateWorld.Complete(next);

#pragma warning disable CA2012
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await stale);
#pragma warning restore CA2012

        Assert.Same(send, next);
        Assert.True(next.Task.IsCompletedSuccessfully);
    }

    [Fact]
    public async Task The_awaiter_goes_on_on_another_thread_than_the_session_loop()
    {
        var completing = new ThreadLocal<bool>();
        var onLoop = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        var send = _world.Begin();
        send.Task.GetAwaiter().OnCompleted(() => onLoop.SetResult(completing.Value));

        completing.Value = true;
        GateWorld.Complete(send);
        completing.Value = false;

        Assert.False(await onLoop.Task.WithinPatienceAsync("the continuation"));
    }

    [Fact]
    public void The_payload_is_a_copy()
    {
        byte[] payload = [1, 2, 3];
        var send = _world.Pool.Rent();
        send.Begin("topic", payload, timestamp: 7, now: default);

        payload.AsSpan().Clear();

        Assert.Equal([1, 2, 3], send.Payload[..send.PayloadLength]);
    }

    [Fact]
    public void The_pool_keeps_no_more_than_the_outbox_holds()
    {
        const int Capacity = 200;
        var pool = new PendingSendPool(Capacity);
        var sends = Enumerable.Range(0, 1_000).Select(_ => new PendingSend(pool)).ToHashSet();
        Assert.All(sends, pool.Return);

        // Beside the pool's own there are those that this thread keeps.
        Assert.InRange(Reused(pool, sends), Capacity, Capacity + 64);
    }

    [Fact]
    public async Task What_one_thread_returned_another_one_uses()
    {
        var pool = new PendingSendPool(1_000);
        var sends = Enumerable.Range(0, 1_000).Select(_ => new PendingSend(pool)).ToHashSet();
        Assert.All(sends, pool.Return);

        var reused = await Task.Factory.StartNew(
            () => Reused(pool, sends), default, TaskCreationOptions.LongRunning, TaskScheduler.Default);

        Assert.InRange(reused, 900, 1_000);
    }

    [Fact]
    public void A_thread_that_goes_on_with_another_pool_gives_back_what_it_kept()
    {
        var pool = new PendingSendPool(100);
        var sends = Enumerable.Range(0, 10).Select(_ => new PendingSend(pool)).ToHashSet();
        Assert.All(sends, pool.Return);

        var other = new PendingSendPool(100).Rent();

        Assert.DoesNotContain(other, sends);
        Assert.Equal(10, Reused(pool, sends));
    }

    [Fact]
    public void A_closed_pool_keeps_nothing_but_what_a_thread_still_has()
    {
        var pool = new PendingSendPool(1_000);
        var sends = Enumerable.Range(0, 500).Select(_ => new PendingSend(pool)).ToHashSet();
        Assert.All(sends, pool.Return);

        pool.Close();

        Assert.InRange(Reused(pool, sends), 0, 64);
    }

    private static int Reused(PendingSendPool pool, HashSet<PendingSend> sends) =>
        Enumerable.Range(0, sends.Count).Count(_ => sends.Contains(pool.Rent()));
}
