using SolConnect.Relay.Core.Wire;
using SolConnect.Relay.Server.Hub;
using SolConnect.Relay.Server.Tests.Hub.Support;

namespace SolConnect.Relay.Server.Tests.Hub;

public sealed class RateLimitTests
{
    [Fact]
    public void Messages_beyond_the_rate_are_rejected_until_a_second_is_free()
    {
        var world = new HubWorld(new() { MaxMessagesPerSecond = 3 });
        var client = world.Publisher();

        world.Together(() => client.PublishAll(5));

        Assert.Equal(3, client.Acks.Single().Through);
        var reject = client.Rejects.Single();
        Assert.Equal((4, RejectCode.Throttled), (reject.Sequence, reject.Code));
        Assert.Equal(TimeSpan.FromSeconds(1), reject.RetryAfter);
        world.Advance(reject.RetryAfter);
        client.Publish(4).Publish(5).Publish(6).Publish(7);
        Assert.Equal(6, client.Acks[^1].Through);
        Assert.Equal(7, client.Rejects[^1].Sequence);
    }

    [Fact]
    public void Bytes_beyond_the_rate_are_rejected_and_one_large_message_is_paid_for_afterwards()
    {
        var world = new HubWorld(new() { MaxBytesPerSecond = 1000 });
        var client = world.Publisher();

        client.PublishBytes(1, new byte[1900]).Publish(2);

        Assert.Equal(1, client.Acks.Single().Through);
        Assert.Equal(2, client.Rejects.Single().Sequence);
        Assert.InRange(client.Rejects.Single().RetryAfter, TimeSpan.FromSeconds(1.9), TimeSpan.FromSeconds(2));
    }

    [Fact]
    public void A_resend_of_what_is_here_already_costs_nothing()
    {
        var world = new HubWorld(new() { MaxMessagesPerSecond = 3 });
        var client = world.Publisher().PublishAll(3);

        world.Advance(TimeSpan.FromSeconds(1));
        client.PublishAll(6);

        Assert.Equal(6, client.Acks[^1].Through);
        Assert.Empty(client.Rejects);
    }

    [Fact]
    public void Each_connection_has_its_own_rate()
    {
        var world = new HubWorld(new() { MaxMessagesPerSecond = 1 });
        world.Publisher("t", producer: 1).Publish(1);

        Assert.Single(world.Publisher("t", producer: 2).Publish(1).Acks);
    }
}
