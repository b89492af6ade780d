using SolConnect.Relay.TestKit;

namespace SolConnect.Relay.Testing.Tests;

/// <summary>Every fault does what its name says, and a transport with two more relays loses nothing over it.</summary>
public sealed class FaultTests : IAsyncLifetime
{
    private RelayFleet _fleet = null!;
    private RelayWebSocketTransport _sender = null!;
    private RelayWebSocketTransport _receiver = null!;
    private IMessageSubscription _received = null!;

    public async ValueTask InitializeAsync()
    {
        _fleet = await RelayFleet.StartAsync(3);
        _sender = await _fleet.ConnectAsync();
        _receiver = await _fleet.ConnectAsync();
        _received = await _receiver.SubscribeAsync("numbers");
        await _sender.SendNumbersAsync("numbers", 1, 10);
    }

    public async ValueTask DisposeAsync()
    {
        await _sender.DisposeAsync();
        await _receiver.DisposeAsync();
        await _fleet.DisposeAsync();
    }

    [Fact]
    public async Task A_killed_primary_is_replaced_at_once()
    {
        var primary = _fleet.PrimaryOf(_sender);
        var failover = _sender.NextFailoverAsync();

        await primary.KillAsync();
        await _sender.SendNumbersAsync("numbers", 11, 20);

        Assert.Equal(FailoverReason.ConnectionLost, (await failover).Reason);
        Assert.NotSame(primary, _fleet.PrimaryOf(_sender));
        Assert.False(primary.IsRunning);
        await AssertReceivedAsync(20);
    }

    [Fact]
    public async Task A_primary_that_stops_answering_is_found_out()
    {
        var primary = _fleet.PrimaryOf(_sender);
        var failover = _sender.NextFailoverAsync();

        primary.StopAnswering();
        await _sender.SendNumbersAsync("numbers", 11, 20);

        Assert.Equal(FailoverReason.Silent, (await failover).Reason);
        await AssertReceivedAsync(20);
    }

    [Fact]
    public async Task What_waited_before_a_stopped_relay_is_processed_when_it_goes_on()
    {
        await AssertReceivedAsync(10);
        foreach (var relay in _fleet.Relays)
        {
            relay.StopAnswering();
        }

        var send = _sender.SendTextAsync("numbers", "11").AsTask();
        foreach (var relay in _fleet.Relays)
        {
            relay.Heal();
        }

        await send.WithinPatienceAsync("the receipt");
        Assert.Equal(["11"], await _received.TakeTextsAsync(1));
        Assert.Equal(3, _sender.GetActiveConnections().Count);
    }

    [Theory]
    [InlineData(LinkDirections.Both)]
    [InlineData(LinkDirections.ToRelay)]
    [InlineData(LinkDirections.FromRelay)]
    public async Task A_primary_behind_a_blackhole_is_found_out(LinkDirections direction)
    {
        var failover = _sender.NextFailoverAsync();

        _fleet.PrimaryOf(_sender).Blackhole(direction);
        await _sender.SendNumbersAsync("numbers", 11, 20);

        Assert.Equal(FailoverReason.Silent, (await failover).Reason);
        await AssertReceivedAsync(20);
    }

    [Fact]
    public async Task Behind_a_blackhole_nobody_is_told_of_a_kill()
    {
        var primary = _fleet.PrimaryOf(_sender);
        var failover = _sender.NextFailoverAsync();

        primary.Blackhole();
        await primary.KillAsync();
        await _sender.SendNumbersAsync("numbers", 11, 20);

        Assert.Equal(FailoverReason.Silent, (await failover).Reason);
        await AssertReceivedAsync(20);
    }

    [Fact]
    public async Task After_a_blackhole_the_connections_that_lost_something_are_reset()
    {
        var primary = _fleet.PrimaryOf(_sender);
        var closed = new TaskCompletionSource<CloseReason>(TaskCreationOptions.RunContinuationsAsynchronously);
        _sender.Manager.ConnectionClosed += (_, end) => closed.TrySetResult(end.Reason);

        primary.Blackhole(LinkDirections.ToRelay);
        await _sender.SendNumbersAsync("numbers", 11, 11);
        primary.Heal();

        // On a slow machine it may have been given up before.
        var reason = await closed.Task.WithinPatienceAsync("the end of the connection");
        Assert.True(reason is CloseReason.Reset or CloseReason.Silent, $"The reason is {reason}.");
        await TransportTestExtensions.WaitForStateAsync(_sender, TransportState.Connected);
        await AssertReceivedAsync(11);
    }

    [Fact]
    public async Task A_relay_whose_acks_are_lost_delivers_and_gives_no_receipt()
    {
        await AssertReceivedAsync(10);
        foreach (var relay in _fleet.Relays)
        {
            relay.DropAcks();
        }

        var send = _sender.SendTextAsync("numbers", "11").AsTask();

        Assert.Equal(["11"], await _received.TakeTextsAsync(1));
        Assert.False(send.IsCompleted);
        foreach (var relay in _fleet.Relays)
        {
            relay.Heal();
        }

        // Acks are cumulative: those of the next message cover this one.
        await _sender.SendTextAsync("numbers", "12");
        await send.WithinPatienceAsync("the receipt");
        Assert.Equal(["12"], await _received.TakeTextsAsync(1));
    }

    [Fact]
    public async Task A_delay_is_felt_each_way()
    {
        foreach (var relay in _fleet.Relays)
        {
            relay.Delay(TimeSpan.FromMilliseconds(40));
        }

        var receipt = await _sender.SendTextAsync("numbers", "11");

        Assert.True(receipt.Elapsed >= TimeSpan.FromMilliseconds(80), $"The receipt came after {receipt.Elapsed}.");
        await AssertReceivedAsync(11);
    }

    [Fact]
    public async Task A_delay_is_never_shorter_than_told_however_early_timers_end()
    {
        await using var fleet = await RelayFleet.StartAsync(1, new() { TimeProvider = new HastyTimeProvider() });
        await using var sender = await fleet.ConnectAsync();
        fleet.Relays[0].Delay(TimeSpan.FromMilliseconds(40));

        var receipt = await sender.SendTextAsync("numbers", "1");

        Assert.True(receipt.Elapsed >= TimeSpan.FromMilliseconds(80), $"The receipt came after {receipt.Elapsed}.");
    }

    [Fact]
    public async Task A_relay_that_stops_in_good_order_asks_its_clients_to_leave()
    {
        var failover = _sender.NextFailoverAsync();

        var stop = _fleet.PrimaryOf(_sender).StopAsync();
        await _sender.SendNumbersAsync("numbers", 11, 20);

        Assert.Equal(FailoverReason.GoAway, (await failover).Reason);
        await stop.WithinPatienceAsync("the end of the relay");
        await AssertReceivedAsync(20);
    }

    private async Task AssertReceivedAsync(int last) =>
        Assert.Equal(Fleets.Numbers(1, last), await _received.TakeTextsAsync(last));
}
