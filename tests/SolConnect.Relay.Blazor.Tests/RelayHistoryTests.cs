using NSubstitute;

namespace SolConnect.Relay.Blazor.Tests;

public class RelayHistoryTests
{
    [Fact]
    public async Task It_remembers_a_failover_and_the_latencies_on_the_way()
    {
        await using var fleet = await RelayFleet.StartAsync(3);
        await using var transport = await fleet.ConnectAsync();
        var clock = new ManualTimeProvider();
        using var history = new RelayHistory(transport, clock);
        var events = new EventRecorder(transport);
        var primary = fleet.PrimaryOf(transport);
        clock.Advance(RelayHistory.SampleInterval);

        await primary.KillAsync();
        var failover = await events.WaitForAsync<FailoverCompletedEventArgs>();
        clock.Advance(RelayHistory.SampleInterval);

        var entry = Assert.Single(history.Entries, entry => entry.Took is not null);
        Assert.Equal($"{primary.Id} → {failover.NewRelay.Id}", entry.What);
        Assert.StartsWith("connection lost: ", entry.Cause, StringComparison.Ordinal);
        Assert.Equal((failover.DetectionTime, failover.FailoverTime), (entry.NoticedAfter, entry.Took));
        Assert.Null(history.LatenciesOf(primary.Id)[^1]);
        Assert.NotNull(history.LatenciesOf(failover.NewRelay.Id)[^1]);
    }

    [Fact]
    public async Task Once_disposed_it_hears_nothing_more_and_still_tells_what_it_knows()
    {
        await using var fleet = await RelayFleet.StartAsync(1);
        await using var transport = new RelayWebSocketTransport(fleet.Options());
        var clock = new ManualTimeProvider();
        var history = new RelayHistory(transport, clock);
        var events = new EventRecorder(transport);
        await transport.ConnectAsync();
        await events.WaitForAsync<PrimaryConnectedEventArgs>();
        clock.Advance(RelayHistory.SampleInterval);
        var (before, samples) = (history.Entries, history.LatenciesOf("relay-0").Count);
        Assert.NotEmpty(before);
        Assert.NotEqual(0, samples);

        history.Dispose();
        clock.Advance(10 * RelayHistory.SampleInterval);
        await fleet.KillAllAsync();
        await events.WaitForAsync<TransportStateChangedEventArgs>(change => change.NewState == TransportState.Offline);

        Assert.Equal(before, history.Entries);
        Assert.Equal(samples, history.LatenciesOf("relay-0").Count);
    }

    [Fact]
    public void Of_a_transport_of_another_kind_it_remembers_the_states()
    {
        var transport = Substitute.For<IMessageTransport>();
        using var history = new RelayHistory(transport);

        transport.StateChanged += Raise.Event<EventHandler<TransportStateChangedEventArgs>>(
            transport, new TransportStateChangedEventArgs(TransportState.Connected, TransportState.Offline, "the cable is out"));

        Assert.Equal("the cable is out", history.StateReason);
        Assert.Equal("Offline", Assert.Single(history.Entries).What);
    }

    [Fact]
    public void Disposing_takes_its_handler_away()
    {
        var transport = Substitute.For<IMessageTransport>();
        var history = new RelayHistory(transport);

        history.Dispose();
        transport.StateChanged += Raise.Event<EventHandler<TransportStateChangedEventArgs>>(
            transport, new TransportStateChangedEventArgs(TransportState.Connected, TransportState.Offline, "the cable is out"));

        Assert.Empty(history.Entries);
        Assert.Null(history.StateReason);
    }
}
