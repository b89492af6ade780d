using SolConnect.Relay.Core.Wire;
using SolConnect.Relay.Server.Hub;
using SolConnect.Relay.Server.Tests.Hub.Support;

namespace SolConnect.Relay.Server.Tests.Hub;

public sealed class DrainTests
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(2);

    private readonly HubWorld _world = new(new() { Alternates = [new("relay-b", "wss://b/relay")] });

    [Fact]
    public void Every_client_is_asked_to_leave_and_told_where_to_go()
    {
        var client = _world.Connect();

        _world.Step(HubInput.Drain(GoAwayReason.Maintenance, Grace));

        var goAway = client.GoAways.Single();
        Assert.Equal((GoAwayReason.Maintenance, Grace), (goAway.Reason, goAway.Deadline));
        Assert.Equal([new("relay-b", "wss://b/relay")], goAway.Alternates);
        Assert.Null(client.End);
    }

    [Fact]
    public void Until_it_leaves_a_client_may_publish_and_receive()
    {
        var (publisher, subscriber) = (_world.Publisher(), _world.Subscriber());
        _world.Step(HubInput.Drain(GoAwayReason.Shutdown, Grace));

        publisher.Publish(1);

        Assert.Equal([new(1, 1)], publisher.Acks);
        Assert.Equal(["m1"], subscriber.Texts);
    }

    [Fact]
    public void Who_has_not_left_at_the_deadline_is_closed_with_1012()
    {
        var (client, silent) = (_world.Connect(), _world.Open());
        _world.Step(HubInput.Drain(GoAwayReason.Shutdown, Grace));

        _world.AdvanceToDeadline();

        Assert.Equal((HubCloseCause.Draining, 1012), (client.End!.Cause, client.End.Status));
        Assert.Equal(1012, silent.End!.Status);
        Assert.Equal(0, _world.Hub.Connections);
    }

    [Fact]
    public void Who_comes_during_the_drain_is_sent_away_at_Hello()
    {
        _world.Step(HubInput.Drain(GoAwayReason.Shutdown, Grace));
        _world.Advance(TimeSpan.FromSeconds(1));

        var late = _world.Connect();

        Assert.Empty(late.Welcomes);
        Assert.Equal(TimeSpan.FromSeconds(1), late.GoAways.Single().Deadline);
        Assert.Equal(1012, late.End!.Status);
    }

    [Fact]
    public void A_client_that_does_not_read_is_closed_all_the_same()
    {
        var client = _world.Connect().Stall().Ping(1).Ping(2);
        _world.Step(HubInput.Drain(GoAwayReason.Shutdown, Grace));

        _world.AdvanceToDeadline();

        Assert.Equal(1012, client.End!.Status);
    }

    [Fact]
    public void A_reopened_hub_takes_clients_again_and_still_has_its_logs()
    {
        _world.Publisher().PublishAll(2);
        _world.Step(HubInput.Drain(GoAwayReason.Shutdown, Grace));
        _world.AdvanceToDeadline();

        _world.Step(HubInput.Reopen());

        Assert.Equal(["m1", "m2"], _world.Connect(producer: 50).Subscribe("t").Texts);
    }

    [Fact]
    public void A_reopened_hub_has_forgotten_its_connections_without_a_word()
    {
        var client = _world.Publisher(producer: 50).Publish(1);

        _world.Step(HubInput.Reopen());
        client.Publish(2);

        Assert.Null(client.End);
        Assert.Equal(0, _world.Hub.Connections);
        Assert.Single(_world.Connect(producer: 50).Welcomes);
    }
}
