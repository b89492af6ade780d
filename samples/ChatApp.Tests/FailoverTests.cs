using SolConnect.Relay;
using SolConnect.Relay.Testing;

namespace ChatApp;

/// <summary>An application proves that it survives its relays.</summary>
public sealed class FailoverTests : IAsyncLifetime
{
    private RelayFleet _fleet = null!;
    private RelayWebSocketTransport _annsTransport = null!;
    private RelayWebSocketTransport _bobsTransport = null!;
    private ChatRoom _ann = null!;
    private ChatRoom _bob = null!;

    public async ValueTask InitializeAsync()
    {
        _fleet = await RelayFleet.StartAsync(3);
        _annsTransport = new(_fleet.CreateOptions());
        _bobsTransport = new(_fleet.CreateOptions());
        _ann = await ChatRoom.JoinAsync("Ann", "lobby", _annsTransport);
        _bob = await ChatRoom.JoinAsync("Bob", "lobby", _bobsTransport);
        await _ann.SayAsync("one");
    }

    public async ValueTask DisposeAsync()
    {
        await _ann.DisposeAsync();
        await _bob.DisposeAsync();
        await _annsTransport.DisposeAsync();
        await _bobsTransport.DisposeAsync();
        await _fleet.DisposeAsync();
    }

    [Fact]
    public async Task Bob_hears_everything_once_when_a_relay_dies()
    {
        await _fleet.PrimaryOf(_annsTransport).KillAsync();
        await _ann.SayAsync("two");

        Assert.Equal(["Ann: one", "Ann: two"], await _bob.HearAsync(2));
    }

    [Fact]
    public async Task Bob_hears_everything_once_when_a_relay_falls_silent()
    {
        var failover = _annsTransport.NextFailoverAsync();

        _fleet.PrimaryOf(_annsTransport).StopAnswering();
        await _ann.SayAsync("two");
        await _ann.SayAsync("three");

        Assert.Equal(["Ann: one", "Ann: two", "Ann: three"], await _bob.HearAsync(3));
        Assert.Equal(FailoverReason.Silent, (await failover).Reason);
    }

    [Fact]
    public async Task Nobody_hears_anything_twice_when_acks_are_lost()
    {
        _fleet.PrimaryOf(_annsTransport).DropAcks();
        await _ann.SayAsync("two");
        await _ann.SayAsync("three");

        Assert.Equal(["Ann: one", "Ann: two", "Ann: three"], await _bob.HearAsync(3));
    }

    [Fact]
    public async Task What_is_said_while_all_relays_are_down_is_heard_when_they_are_back()
    {
        await _fleet.KillAllAsync();
        await _annsTransport.WaitForStateAsync(TransportState.Offline);
        Assert.False(_ann.IsOnline);

        var said = _ann.SayAsync("two");
        await _fleet.ReviveAllAsync();
        await said;

        Assert.Equal(["Ann: one", "Ann: two"], await _bob.HearAsync(2));
    }
}
