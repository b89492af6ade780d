using SolConnect.Relay.Core.Wire;
using SolConnect.Relay.Server.Hub;
using SolConnect.Relay.Server.Tests.Hub.Support;

namespace SolConnect.Relay.Server.Tests.Hub;

public sealed class HelloTests
{
    [Fact]
    public void Welcome_tells_who_the_relay_is_and_what_it_allows()
    {
        var world = new HubWorld(new()
        {
            RelayId = "relay-a",
            Region = "eu",
            MaxMessageBytes = 1000,
            MaxInFlightBytes = 2000,
            MaxTopicsPerConnection = 30,
            HeartbeatInterval = TimeSpan.FromSeconds(7),
            MaxConnections = 4,
            Alternates = [new("relay-b", "wss://b/relay")],
        });
        world.Connect();

        var welcome = world.Connect().Welcomes.Single();

        Assert.Equal(("relay-a", "eu", HubWorld.Log), (welcome.RelayId, welcome.Region, welcome.Log));
        Assert.Equal(new RelayLimits(1000, 2000, 30), welcome.Limits);
        Assert.Equal((TimeSpan.FromSeconds(7), 500), (welcome.HeartbeatInterval, welcome.LoadPerMille));
        Assert.Equal((Durability.Received, world.Clock), (welcome.Durability, welcome.RelayClock));
        Assert.Equal([new("relay-b", "wss://b/relay")], welcome.Alternates);
    }

    [Fact]
    public void A_connection_without_Hello_is_closed_after_five_seconds()
    {
        var world = new HubWorld();
        var silent = world.Open();

        world.Advance(TimeSpan.FromSeconds(5) - TimeSpan.FromTicks(1));
        Assert.Null(silent.End);
        Assert.Equal(TimeSpan.FromTicks(1), world.Hub.NextDeadline - world.Now);
        world.AdvanceToDeadline();

        Assert.Equal((HubCloseCause.HelloTimeout, 1008), (silent.End!.Cause, silent.End.Status));
        Assert.Equal(0, world.Hub.Connections);
    }

    [Fact]
    public void A_connection_that_said_Hello_has_no_deadline()
    {
        var world = new HubWorld();
        var client = world.Connect();

        world.Advance(TimeSpan.FromDays(1));

        Assert.Null(client.End);
    }

    [Fact]
    public void A_Hello_with_the_longest_token_fits()
    {
        var world = new HubWorld();
        var client = world.Open();

        client.Send(new HelloFrame(
            1, client.Producer, WireProtocol.MaxNumber, WireProtocol.MaxNumber, new('n', 128), ulong.MaxValue, new('t', 4096)).Write);

        Assert.Single(client.Welcomes);
    }

    [Fact]
    public void More_bytes_than_a_Hello_needs_end_the_connection_unread()
    {
        var world = new HubWorld();
        var client = world.Open();

        client.SendBytes(new byte[8000]);

        Assert.Equal(ErrorCode.LimitExceeded, client.Errors.Single().Code);
        Assert.Equal(HubCloseCause.LimitExceeded, client.End!.Cause);
    }

    [Fact]
    public void Another_version_is_refused_with_its_own_code()
    {
        var client = new HubWorld().Open().Hello(version: 2);

        Assert.Equal(ErrorCode.Version, client.Errors.Single().Code);
        Assert.Equal((HubCloseCause.Version, 1002), (client.End!.Cause, client.End.Status));
    }

    [Fact]
    public void Nothing_is_taken_before_Hello()
    {
        var client = new HubWorld().Open().Ping(1);

        Assert.Equal(ErrorCode.Protocol, client.Errors.Single().Code);
        Assert.Empty(client.Pongs);
    }

    [Fact]
    public void A_second_Hello_is_a_violation()
    {
        var client = new HubWorld().Connect().Hello();

        Assert.Equal(ErrorCode.Protocol, client.Errors.Single().Code);
    }

    [Fact]
    public void A_connection_beyond_the_capacity_is_refused_and_leaves_the_others_alone()
    {
        var world = new HubWorld(new() { MaxConnections = 1 });
        var first = world.Connect();

        var second = world.Open();

        Assert.Equal(ErrorCode.Overloaded, second.Errors.Single().Code);
        Assert.Equal((HubCloseCause.Overloaded, 1013), (second.End!.Cause, second.End.Status));
        Assert.Null(first.End);
        first.Break();
        Assert.Single(world.Connect().Welcomes);
    }

    [Theory]
    [InlineData(7ul, 7ul, nameof(SetVerdict.Same))]
    [InlineData(7ul, 8ul, nameof(SetVerdict.Differs))]
    [InlineData(7ul, 0ul, nameof(SetVerdict.Same))]
    [InlineData(0ul, 8ul, nameof(SetVerdict.Same))]
    public void The_set_hash_is_compared_with_that_of_other_open_connections(ulong other, ulong own, string verdict)
    {
        var world = new HubWorld();
        world.Open().Hello(setHash: other);

        var client = world.Open().Hello(setHash: own);

        Assert.Equal(verdict, client.Welcomes.Single().SetVerdict.ToString());
    }

    [Fact]
    public void A_set_hash_is_forgotten_with_its_last_connection()
    {
        var world = new HubWorld();
        world.Open().Hello(setHash: 7).Break();

        Assert.Equal(SetVerdict.Same, world.Open().Hello(setHash: 8).Welcomes.Single().SetVerdict);
    }

    [Fact]
    public void A_new_set_hash_takes_the_place_of_the_one_in_Hello_and_is_answered()
    {
        var world = new HubWorld();
        var first = world.Open().Hello(setHash: 7);
        var second = world.Open().Hello(setHash: 7);

        first.SetHash(8);
        second.SetHash(8);

        Assert.Equal([SetVerdict.Differs], first.SetVerdicts);
        Assert.Equal([SetVerdict.Same], second.SetVerdicts);
        Assert.Equal(SetVerdict.Same, world.Open().Hello(setHash: 8).Welcomes.Single().SetVerdict);
    }

    [Fact]
    public void Set_hashes_that_a_client_sends_without_reading_cost_one_answer()
    {
        var client = new HubWorld().Open().Hello(setHash: 7).Stall();

        for (var hash = 8UL; hash < 1_000; hash++)
        {
            client.SetHash(hash);
        }

        client.Read();
        Assert.InRange(client.SetVerdicts.Count, 1, 3);
    }
}
