using SolConnect.Relay.Core.Session;
using SolConnect.Relay.Core.Tests.Session.Support;
using SolConnect.Relay.Core.Wire;

namespace SolConnect.Relay.Core.Tests.Session;

/// <summary>
/// What becomes of connections, messages and subscriptions when the relay list changes. A set has three relays, and two clients
/// learn of a change at most ten seconds apart.
/// </summary>
public sealed class RelayListTests
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);
    private static readonly SessionOptions Options = new() { DiscoveryInterval = Interval, HoldTime = TimeSpan.FromSeconds(3) };

    [Fact]
    public void New_relays_are_connected_and_read_at_once()
    {
        var world = Connected();
        world.Subscribe();

        world.List("n1", "n2", "n3");
        var added = Open(world, "n1", "n2", "n3");

        Assert.All(added, relay => Assert.Equal("t", relay.Subscribes.Single().Topic));
        Assert.All(added, relay => Assert.False(relay.View.InSet));
        Assert.Equal(TransportState.Connected, world.Session.State);
    }

    [Fact]
    public void Nothing_is_published_to_new_relays_before_two_intervals_and_nothing_to_old_ones_after()
    {
        var world = Connected();
        var old = world.Relays[..3];
        world.List("n1", "n2", "n3");
        var added = Open(world, "n1", "n2", "n3");

        world.Advance(2 * Interval - TimeSpan.FromMilliseconds(1));
        world.Send("m1");
        Assert.All(added, relay => Assert.Empty(relay.Sequences));
        Acknowledge(old, 1);
        world.Advance(1);
        world.Send("m2");

        Assert.DoesNotContain(2L, old.SelectMany(relay => relay.Sequences));
        Assert.Equal([2L, 2], added.SelectMany(relay => relay.Sequences));
        Assert.All(added, relay => Assert.True(relay.View.InSet));
    }

    [Fact]
    public void What_is_not_settled_goes_to_the_new_set_and_acks_of_the_old_one_count_no_more()
    {
        var world = Connected();
        var old = world.Relays[..3];
        var sends = world.SendMany(3);
        Acknowledge(old, 1);
        world.List("n1", "n2", "n3");
        var added = Open(world, "n1", "n2", "n3");

        world.Advance(2 * Interval);
        var members = added.Where(relay => relay.Sequences.Any()).ToArray();
        Assert.Equal(2, members.Length);
        Assert.All(members, relay => Assert.Equal([2L, 3], relay.Sequences));
        Acknowledge(old, 3);
        Assert.Equal([true, false, false], sends.Select(send => send.HasReceipt));
        Acknowledge(members, 3);

        Assert.All(sends, send => Assert.True(send.IsReleased));
    }

    [Fact]
    public void Old_relays_are_left_in_good_order_after_four_intervals()
    {
        var world = Connected();
        world.Subscribe();
        var old = world.Relays[..3];
        Array.ForEach(old, relay => relay.Subscribed());
        world.List("n1", "n2", "n3");
        Open(world, "n1", "n2", "n3");

        world.Advance(4 * Interval);
        Assert.All(old, relay => Assert.Null(relay.End));
        Array.ForEach(old, relay => relay.Synced());

        Assert.All(old, relay => Assert.Equal(CloseReason.Requested, relay.End!.Reason));
        Assert.All(old, relay => Assert.False(relay.WasAborted));
        Assert.All(old, relay => Assert.Single(relay.Unsubscribes));
        Assert.Equal(3, world.EventsOf<SessionEvent.RelayClosed>().Count(closed => !closed.WasPrimary));
        Assert.Equal(["n1", "n2", "n3"], world.Session.DescribeRelays().Select(view => view.Endpoint.Id));
        world.Advance(TimeSpan.FromMinutes(5));
        Assert.All(old, relay => Assert.Equal(1, relay.Dials));
    }

    [Fact]
    public void A_client_that_only_publishes_leaves_after_four_intervals_without_asking()
    {
        var world = Connected();
        world.List("n1", "n2", "n3");
        Open(world, "n1", "n2", "n3");

        world.Advance(4 * Interval);

        Assert.All(world.Relays[..3], relay => Assert.NotNull(relay.End));
    }

    [Fact]
    public void A_relay_is_left_when_it_was_read_however_slow_the_reader_is()
    {
        var world = Connected();
        var subscription = world.Subscribe(bufferBytes: 100);
        var old = world.Relays[0].Subscribed();
        old.Deliver(0, 1, padding: 80);
        world.List(world.Relays[1].Id, world.Relays[2].Id, "n1");
        Open(world, "n1");

        world.Advance(4 * Interval);
        world.Advance(TimeSpan.FromMinutes(10));
        Assert.Null(old.End);
        world.Consume(subscription);
        old.Deliver(1, 2).Synced();

        Assert.NotNull(old.End);
        Assert.Equal(["p1-1", "p1-2"], subscription.Texts.Select(text => text.Trim()));
    }

    [Fact]
    public void A_relay_whose_messages_are_held_until_a_slow_reader_of_another_has_caught_up_is_read_to_its_end_too()
    {
        var world = SessionWorld.Connected(
            options: new() { DiscoveryInterval = Interval, HoldTime = TimeSpan.FromSeconds(3), HoldCapacity = 1 });
        var subscription = world.Subscribe(bufferBytes: 100);
        var (ahead, behind) = (world.Relays[0].Subscribed(), world.Relays[1].Subscribed());
        behind.Deliver(0, 1, padding: 80);
        ahead.Deliver(0, 3, padding: 80).Deliver(1, 4, padding: 80);
        world.List(behind.Id, world.Relays[2].Id, "n1");
        Open(world, "n1");

        world.Advance(4 * Interval);
        world.Advance(TimeSpan.FromMinutes(10));
        Assert.Null(ahead.End);
        world.Consume(subscription);
        behind.Deliver(1, 2);
        world.Consume(subscription);
        ahead.Deliver(2, 5).Synced();

        Assert.NotNull(ahead.End);
        Assert.Equal(["p1-1", "p1-2", "p1-3", "p1-4", "p1-5"], subscription.Texts.Select(text => text.Trim()));
    }

    [Fact]
    public void A_relay_that_says_nothing_is_left_after_HoldTime()
    {
        var world = Connected();
        world.Subscribe();
        var old = world.Relays[0].Subscribed();
        world.List(world.Relays[1].Id, world.Relays[2].Id, "n1");
        Open(world, "n1");

        world.Advance(4 * Interval + Options.HoldTime - TimeSpan.FromMilliseconds(1));
        Assert.Null(old.End);
        world.Advance(1);

        Assert.NotNull(old.End);
    }

    [Fact]
    public void A_relay_that_is_out_of_reach_keeps_nobody_for_longer_than_HoldTime()
    {
        var world = Connected();
        world.Subscribe();
        var gone = world.Relays[0].Subscribed();
        world.List(world.Relays[1].Id, world.Relays[2].Id, "n1");
        Open(world, "n1");
        gone.Lose();

        world.Advance(4 * Interval + Options.HoldTime);

        Assert.Equal(3, world.Session.DescribeRelays().Count);
    }

    [Fact]
    public void What_only_a_relay_that_was_left_could_bring_is_a_gap_at_once()
    {
        var world = Connected();
        var subscription = world.Subscribe();
        var (gone, stays, other) = (world.Relays[0].Subscribed(), world.Relays[1].Subscribed(), world.Relays[2].Subscribed());
        world.List(stays.Id, other.Id);
        gone.Lose();
        world.Advance(4 * Interval);
        stays.Deliver(0, 2);
        other.Synced();
        Assert.Empty(subscription.Messages);

        world.Advance(Options.HoldTime);

        Assert.Equal(["p1-2"], subscription.Texts);
        Assert.Equal(2, world.Session.DescribeRelays().Count);
    }

    [Fact]
    public void A_relay_that_comes_back_before_it_was_left_keeps_its_connection()
    {
        var world = Connected();
        world.Subscribe();
        var ids = world.Relays[..3].Select(relay => relay.Id).ToArray();
        world.List(ids[0], ids[1], "n1");
        Open(world, "n1");
        world.Advance(3 * Interval);

        world.List(ids);
        world.Advance(10 * Interval);

        Assert.Equal(1, world.Relay(ids[2]).Dials);
        Assert.Null(world.Relay(ids[2]).End);
        Assert.NotNull(world.Relay("n1").End);
    }

    [Fact]
    public void A_relay_that_comes_back_while_it_is_being_read_to_its_end_is_read_by_everybody_again()
    {
        var world = Connected();
        world.Subscribe();
        var back = world.Relays[0].Subscribed();
        var ids = world.Relays[..3].Select(relay => relay.Id).ToArray();
        world.List(ids[1], ids[2]);
        world.Advance(4 * Interval);
        world.Subscribe("late");
        Assert.Single(back.Subscribes);

        world.List(ids);
        back.Synced();

        Assert.Null(back.End);
        Assert.Equal(["t", "late"], back.Subscribes.Select(subscribe => subscribe.Topic));
    }

    [Fact]
    public void A_primary_that_is_removed_hands_over_and_that_is_no_failover()
    {
        var world = Connected();
        var old = world.Relays[0];
        world.List(world.Relays[1].Id, world.Relays[2].Id);

        world.Advance(2 * Interval);

        var started = world.EventsOf<SessionEvent.FailoverStarted>().Single();
        var completed = world.EventsOf<SessionEvent.FailoverCompleted>().Single();
        Assert.Equal((old.Endpoint, FailoverReason.Removed), (started.OldRelay, started.Reason));
        Assert.Equal((world.Relays[1].Endpoint, FailoverReason.Removed), (completed.NewRelay, completed.Reason));
        Assert.Equal(0, world.Session.Counters.Failovers);
        Assert.Equal(ConnectionPhase.Standby, old.Phase);
    }

    [Fact]
    public void With_one_relay_left_one_ack_is_enough()
    {
        var world = Connected();
        world.List(world.Relays[0].Id);
        world.Advance(4 * Interval);

        var send = world.Send("m1");
        world.Relays[0].Ack(1);

        Assert.True(send.IsReleased);
        Assert.Equal(TransportState.Connected, world.Session.State);
    }

    [Fact]
    public void Another_weight_changes_nothing_but_what_is_known_of_the_relay()
    {
        var world = Connected();
        var heavy = world.Relays[0].Endpoint with { Weight = 7, Region = "eu", Priority = 3, MaxConnections = 9 };
        var events = world.Events.Count;

        world.List(heavy, world.Relays[1].Endpoint, world.Relays[2].Endpoint);
        world.Advance(10 * Interval);

        Assert.Equal(heavy, world.Relays[0].View.Endpoint);
        Assert.All(world.Relays, relay => Assert.Equal((1, null), (relay.Dials, relay.End)));
        Assert.Equal(events, world.Events.Count);
    }

    [Fact]
    public void A_relay_with_another_address_is_dialled_there_before_its_old_connection_is_closed()
    {
        var world = Connected();
        var subscription = world.Subscribe();
        var old = world.Relays[0].Subscribed();
        old.Deliver(0, 1);

        Move(world, old, "wss://elsewhere.example/relay");
        var moved = old.Challenger!;
        Assert.Null(old.End);
        moved.Open();

        Assert.Equal((CloseReason.Requested, false), (old.End!.Reason, old.WasAborted));
        Assert.Equal((StartKind.Position, 1L), (moved.Subscribes.Single().Kind, moved.Subscribes.Single().Start.Offset));
        Assert.Empty(world.EventsOf<SessionEvent.FailoverStarted>());
        Assert.Equal(ConnectionPhase.Primary, old.View.Phase);
        Assert.Equal(["p1-1"], subscription.Texts);
        world.Advance(10 * Interval);
        Assert.Null(moved.End);
    }

    [Fact]
    public void An_address_that_does_not_answer_leaves_the_old_connection_in_use_and_is_tried_again()
    {
        var world = Connected();
        var old = world.Relays[0];
        Move(world, old, "wss://elsewhere.example/relay");
        var first = old.Challenger!;

        first.FailDial();
        world.Advance(TimeSpan.FromSeconds(20));

        Assert.Null(old.End);
        Assert.NotSame(first, old.Challenger);
        old.Challenger!.Open();
        Assert.NotNull(old.End);
    }

    [Fact]
    public void A_relay_that_moves_back_stays_where_it_is()
    {
        var world = Connected();
        var old = world.Relays[0];
        Move(world, old, "wss://elsewhere.example/relay");

        world.List([.. world.Relays.Select(relay => relay.Endpoint)]);
        world.Advance(10 * Interval);

        Assert.Null(old.End);
        Assert.NotNull(old.Challenger!.End);
    }

    [Theory]
    [InlineData("", "a new relay list is empty; the last one stands")]
    [InlineData("n1 n2 n1", "a new relay list names 'n1' twice; the last one stands")]
    public void A_list_that_cannot_be_used_is_refused(string ids, string detail)
    {
        var world = Connected();

        world.List(ids.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        world.Advance(10 * Interval);

        var alert = world.EventsOf<SessionEvent.Alert>().Single();
        Assert.Equal((AlertKind.RelayListRefused, detail), (alert.Kind, alert.Detail));
        Assert.All(world.Relays[..3], relay => Assert.Null(relay.End));
        Assert.Empty(world.EventsOf<SessionEvent.RelayDiscovered>());
    }

    [Fact]
    public void What_was_removed_and_added_is_told_at_once_in_this_order()
    {
        var world = Connected();
        var moved = world.Relays[1].Endpoint with { Url = new("wss://elsewhere.example/relay") };
        var events = world.Events.Count;

        world.List(world.Relays[0].Endpoint, moved, SessionWorld.Endpoint("n1"));

        var told = world.Events.Skip(events).Where(what => what is SessionEvent.RelayDiscovered or SessionEvent.RelayRemoved);
        Assert.Equal([false, false, true, true], told.Select(what => what is SessionEvent.RelayDiscovered));
        Assert.Equivalent(
            new[] { world.Relays[1].Endpoint, world.Relays[2].Endpoint },
            world.EventsOf<SessionEvent.RelayRemoved>().Select(what => what.Relay));
        Assert.Equal(
            [moved, SessionWorld.Endpoint("n1")], world.EventsOf<SessionEvent.RelayDiscovered>().Select(what => what.Relay));
    }

    [Fact]
    public void Credit_that_comes_late_for_a_relay_that_is_gone_is_not_given_to_the_one_in_its_slot()
    {
        var world = Connected();
        var subscription = world.Subscribe(bufferBytes: 400);
        var gone = world.Relays[0].Subscribed();
        gone.Deliver(0, 1, padding: 200);
        world.List(world.Relays[1].Id, world.Relays[2].Id);
        world.Advance(4 * Interval);
        gone.Synced();
        Assert.NotNull(gone.End);
        world.List(world.Relays[1].Id, world.Relays[2].Id, "n1");
        var next = Open(world, "n1")[0].Subscribed();

        world.Consume(subscription);

        Assert.Empty(next.Credits);
        Assert.Equal(400, next.Subscribes.Single().Credit);
    }

    [Fact]
    public void A_list_that_comes_before_the_start_is_followed_too()
    {
        var world = new SessionWorld(options: Options);
        world.List("n1", "n2", "n3");
        world.Advance(TimeSpan.FromSeconds(1));

        world.Start();

        Assert.All(world.Relays, relay => relay.Open());
        Assert.True(world.Relays[0].View.InSet);
    }

    [Fact]
    public void Stopping_while_the_list_changes_closes_everything()
    {
        var world = Connected();
        world.List("n1", "n2", "n3");
        Open(world, "n1", "n2", "n3");

        world.Stop();

        Assert.All(world.Relays, relay => Assert.NotNull(relay.End));
        Assert.Equal(Instant.Never, world.Session.NextDeadline);
    }

    [Fact]
    public void The_newest_of_the_lists_that_do_not_fit_is_taken_when_there_is_room()
    {
        var world = Connected();
        for (var number = 0; number < 30; number++)
        {
            world.List($"a{number}", $"b{number}", $"c{number}");
        }

        var held = world.Session.DescribeRelays().Count;
        world.Advance(10 * Interval);

        Assert.Equal(RelayRoster.MaxNodes - 1, held);
        Assert.Equal(["a29", "b29", "c29"], world.Session.DescribeRelays().Select(view => view.Endpoint.Id));
    }

    private static SessionWorld Connected() => SessionWorld.Connected(options: Options);

    private static void Move(SessionWorld world, TestRelay relay, string url) => world.List(
        [.. world.Relays.Select(other => other == relay ? other.Endpoint with { Url = new(url) } : other.Endpoint)]);

    private static TestRelay[] Open(SessionWorld world, params string[] ids) =>
        [.. ids.Select(id => world.Relay(id).Open())];

    private static void Acknowledge(TestRelay[] relays, long through)
    {
        foreach (var relay in relays.Where(relay => relay.Published.Count > 0))
        {
            relay.Ack(through);
        }
    }
}
