using SolConnect.Relay.Core;
using SolConnect.Relay.Core.Wire;
using SolConnect.Relay.Server.Hub;
using SolConnect.Relay.Server.Tests.Hub.Support;

namespace SolConnect.Relay.Server.Tests.Hub;

public sealed class AccessTests
{
    private static readonly HubAccess Ann = new("ann", Instant.Never);
    private static readonly HubAccess Bob = new("bob", Instant.Never);

    [Fact]
    public void Nobody_is_welcomed_before_somebody_has_said_who_it_is()
    {
        var client = new HubWorld().Open(1, access: null).Hello();

        Assert.Empty(client.Welcomes);
        Assert.Equal(ErrorCode.Unauthorized, client.Errors.Single().Code);
        Assert.Equal((HubCloseCause.Unauthorized, 1008), (client.End!.Cause, client.End.Status));
    }

    [Fact]
    public void A_connection_whose_token_was_good_is_welcomed()
    {
        var world = new HubWorld();
        var client = world.Open(1, access: null);

        world.Step(HubInput.Admit(client.Number, Ann));

        Assert.Single(client.Hello().Welcomes);
    }

    [Theory]
    [InlineData(ErrorCode.Unauthorized, HubCloseCause.Unauthorized)]
    [InlineData(ErrorCode.Forbidden, HubCloseCause.Forbidden)]
    internal void A_connection_whose_token_was_not_good_is_told_why(ErrorCode code, HubCloseCause cause)
    {
        var world = new HubWorld();
        var client = world.Open(1, access: null);

        world.Step(HubInput.Refuse(client.Number, new(code)));

        Assert.Equal(code, client.Errors.Single().Code);
        Assert.Equal((cause, 1008), (client.End!.Cause, client.End.Status));
        Assert.Equal(0, world.Hub.Connections);
    }

    [Fact]
    public void A_connection_whose_token_cannot_be_checked_is_told_when_to_come_back()
    {
        var world = new HubWorld();
        var client = world.Open(1, access: null);

        world.Step(HubInput.Refuse(client.Number, new(ErrorCode.Overloaded, TimeSpan.FromSeconds(7))));

        Assert.Equal((GoAwayReason.Overload, TimeSpan.FromSeconds(7)), (client.GoAways[0].Reason, client.GoAways[0].Deadline));
        Assert.Equal(1013, client.End!.Status);
    }

    [Fact]
    public void A_token_that_expires_ends_its_connection_after_the_acks_that_are_owed()
    {
        var world = new HubWorld();
        var client = world.Open(1, new("ann", world.Now + TimeSpan.FromMinutes(5))).Hello().Topic("t");
        var other = world.Open(2, Ann).Hello();
        client.Publish(1);

        world.Advance(TimeSpan.FromMinutes(5) - TimeSpan.FromTicks(1));
        Assert.Null(client.End);
        world.Advance(TimeSpan.FromTicks(1));

        Assert.Equal(1, client.Acks.Single().Through);
        Assert.Equal(ErrorCode.Unauthorized, client.Errors.Single().Code);
        Assert.Equal(HubCloseCause.Unauthorized, client.End!.Cause);
        Assert.Null(other.End);
    }

    [Fact]
    public void A_connection_that_has_gone_leaves_no_deadline_behind()
    {
        var world = new HubWorld();
        world.Open(1, new("ann", world.Now + TimeSpan.FromMinutes(5))).Hello().Break();

        Assert.Equal(Instant.Never, world.Hub.NextDeadline);
    }

    [Fact]
    public void A_subject_has_so_many_connections_and_others_are_not_counted()
    {
        var world = new HubWorld(new() { MaxConnectionsPerSubject = 1 });
        var first = world.Open(1, Ann).Hello();

        var second = world.Open(2, Ann).Hello();

        Assert.Equal((HubCloseCause.Overloaded, 1013), (second.End!.Cause, second.End.Status));
        Assert.Single(world.Open(3, Bob).Hello().Welcomes);
        Assert.Single(world.Open(4, HubAccess.Anonymous).Hello().Welcomes);
        Assert.Single(world.Open(5, HubAccess.Anonymous).Hello().Welcomes);
        first.Break();
        Assert.Single(world.Open(2, Ann).Hello().Welcomes);
    }

    [Fact]
    public void A_connection_that_takes_the_place_of_its_own_does_not_count_twice()
    {
        var world = new HubWorld(new() { MaxConnectionsPerSubject = 1 });
        var first = world.Open(1, Ann).Hello();

        var second = world.Open(1, Ann).Hello(attempt: 2);

        Assert.Equal(HubCloseCause.Fenced, first.End!.Cause);
        Assert.Single(second.Welcomes);
    }

    [Fact]
    public void Somebody_who_learns_a_producer_id_cannot_push_its_owner_out()
    {
        var world = new HubWorld();
        var owner = world.Open(1, Ann).Hello();

        var thief = world.Open(1, Bob).Hello(generation: 9, attempt: 9);

        Assert.Null(owner.End);
        Assert.Equal(ErrorCode.Fenced, thief.Errors.Single().Code);
    }

    [Fact]
    public void A_denied_topic_is_not_kept_and_its_messages_are_rejected_for_good()
    {
        var world = new HubWorld();
        var client = world.Connect();

        client.Denied = [new(TopicAccess.Publish, "secret")];
        client.Topic("secret");
        client.Denied = null;
        client.Publish(1).Topic("free").Publish(1, alias: 2);

        Assert.Equal((1, RejectCode.TopicDenied), (client.Rejects.Single().Alias, client.Rejects.Single().Code));
        Assert.Equal(2, client.Acks.Single().Alias);
        Assert.Equal(1, world.Hub.Topics);
    }

    [Fact]
    public void A_denied_subscription_is_refused_and_publishing_is_another_matter()
    {
        var world = new HubWorld();
        var client = world.Connect();

        client.Denied = [new(TopicAccess.Subscribe, "t")];
        client.Subscribe("t").Topic("t").Publish(1);

        Assert.Equal(SubscribeOutcome.Refused, client.Subscribed.Single().Outcome);
        Assert.Empty(client.Delivered);
        Assert.Equal(1, client.Acks.Single().Through);
    }
}
