using SolConnect.Relay.TestKit;

namespace SolConnect.Relay.Functional.Tests.RelayLists;

/// <summary>The relay list changes while messages flow, on real relays.</summary>
public sealed class RelayListChangeTests
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    [Fact]
    public async Task A_fleet_grows_from_two_relays_to_five_and_shrinks_again_and_nothing_is_lost()
    {
        await using var fleet = await RelayFleet.StartAsync(5);
        await using var sender = await ConnectAsync(fleet, 2);
        await using var receiver = await ConnectAsync(fleet, 2);
        var (sent, received) = (new EventRecorder(sender), new EventRecorder(receiver));
        await using var subscription = await receiver.SubscribeAsync("topic");
        var reader = new MessageReader(subscription);
        var stream = new NumberedSender(sender, "topic");

        // The last step leaves none of the first relays.
        foreach (var relays in new[] { new[] { 0, 1, 2, 3, 4 }, [0, 1], [2, 3, 4], [4] })
        {
            await stream.SendAsync(50);
            receiver.Manager.ChangeRelays(List(fleet, relays));
            await stream.SendAsync(5);
            sender.Manager.ChangeRelays(List(fleet, relays));
            await StreamUntilAsync(stream, () => IsSettled(sender, fleet, relays) && IsSettled(receiver, fleet, relays));
        }

        await stream.FinishAsync();
        await reader.WaitForAsync(stream.Sent);
        Assert.Equal(NumberedSender.Texts(stream.Sent), reader.Texts);
        Assert.Equal(0, receiver.GetRelayMetrics().GapCount);
        Assert.Equal(stream.Sent, sender.GetRelayMetrics().TotalMessagesSent);
        foreach (var events in new[] { sent, received })
        {
            Assert.Equal(["2", "3", "4", "2", "3", "4"], Numbers(events.Of<RelayDiscoveredEventArgs>().Select(what => what.Relay)));
            Assert.Equal(
                ["2", "3", "4", "0", "1", "2", "3"], Numbers(events.Of<RelayRemovedEventArgs>().Select(what => what.Relay)));
            Assert.Empty(events.Of<AlertRaisedEventArgs>());
            Assert.All(
                events.Of<ConnectionClosedEventArgs>(), closed => Assert.Equal(CloseReason.Requested, closed.Reason));
        }
    }

    [Fact]
    public async Task The_list_is_what_is_shown_and_a_bad_one_is_refused()
    {
        await using var fleet = await RelayFleet.StartAsync(3);
        await using var transport = await ConnectAsync(fleet, 2);
        RelayEndpoint[] twice = [fleet.Relays[0].Endpoint, fleet.Relays[0].Endpoint];

        var empty = Assert.Throws<RelayOptionsException>(() => transport.Manager.ChangeRelays([]));
        var ambiguous = Assert.Throws<RelayOptionsException>(() => transport.Manager.ChangeRelays(twice));
        Assert.Contains("Relays holds 0 relays", empty.Message, StringComparison.Ordinal);
        Assert.Contains("it must be unique", ambiguous.Message, StringComparison.Ordinal);
        Assert.Equal(2, transport.GetAvailableRelays().Count);

        transport.Manager.ChangeRelays(List(fleet, 1, 2));
        await Patience.UntilAsync(
            () => Ids(transport).SequenceEqual(["relay-1", "relay-2"]), "the new list");
        Assert.Equal(2, transport.GetRelayMetrics().TotalRelays);
    }

    [Fact]
    public async Task A_list_that_is_given_before_connecting_is_the_one_to_connect_to()
    {
        await using var fleet = await RelayFleet.StartAsync(3);
        await using var transport = new RelayWebSocketTransport(Options(fleet, 1));
        var events = new EventRecorder(transport);

        transport.Manager.ChangeRelays(List(fleet, 1, 2));
        await transport.ConnectAsync();
        await transport.WaitForStateAsync(TransportState.Connected);

        Assert.All(transport.GetAvailableRelays(), relay => Assert.True(relay.IsInSet));
        await events.WaitForAsync<RelayDiscoveredEventArgs>(found => found.Relay.Id == "relay-2");
        Assert.Equal(["1", "2"], Numbers(events.Of<RelayDiscoveredEventArgs>().Select(what => what.Relay)));
        Assert.Empty(events.Of<RelayRemovedEventArgs>());
    }

    private static async Task<RelayWebSocketTransport> ConnectAsync(RelayFleet fleet, int relays)
    {
        var transport = new RelayWebSocketTransport(Options(fleet, relays));
        await transport.ConnectAsync();
        await transport.WaitForStateAsync(TransportState.Connected);
        return transport;
    }

    private static RelayOptions Options(RelayFleet fleet, int relays) => fleet.Options(options =>
    {
        options.Relays = [.. options.Relays.Take(relays)];
        options.DiscoveryInterval = Interval;
    });

    private static async Task StreamUntilAsync(NumberedSender stream, Func<bool> isDone)
    {
        var done = Patience.UntilAsync(isDone, "the change of the list to be over");
        while (!done.IsCompleted)
        {
            await stream.SendAsync(10);
        }

        await done;
    }

    // Connected to exactly the set that the list leads to, and publishing within it.
    private static bool IsSettled(RelayWebSocketTransport transport, RelayFleet fleet, int[] relays)
    {
        var set = Core.Session.RelaySet.Choose(List(fleet, relays), standbys: 2, "").Select(relay => relay.Id).ToHashSet();
        return transport.State == TransportState.Connected
            && set.SetEquals(transport.GetActiveConnections().Select(connection => connection.Endpoint.Id))
            && set.SetEquals(transport.GetAvailableRelays().Where(relay => relay.IsInSet).Select(relay => relay.Endpoint.Id));
    }

    private static RelayEndpoint[] List(RelayFleet fleet, params int[] relays) =>
        [.. relays.Select(relay => fleet.Relays[relay].Endpoint)];

    private static IEnumerable<string> Ids(RelayWebSocketTransport transport) =>
        transport.GetAvailableRelays().Select(relay => relay.Endpoint.Id);

    private static IEnumerable<string> Numbers(IEnumerable<RelayEndpoint> relays) =>
        relays.Select(relay => relay.Id["relay-".Length..]);
}
