using System.Net.WebSockets;
using SolConnect.Relay.Core.Wire;

namespace SolConnect.Relay.Server.Tests.Sockets;

public sealed class EmbeddedRelayTests
{
    [Fact]
    public async Task A_message_goes_from_one_socket_to_another()
    {
        await using var relay = await EmbeddedRelay.StartAsync();
        await using var subscriber = await WireClient.WelcomedAsync(relay.Endpoint.Url, producer: 1);
        await subscriber.SendAsync(new SubscribeFrame(1, "t", StartKind.Latest, default, 0, 1_000_000).Write);
        Assert.Equal([FrameType.Subscribed], await subscriber.ReadFramesAsync());
        await using var publisher = await WireClient.WelcomedAsync(relay.Endpoint.Url, producer: 2);

        await publisher.SendAsync(PublishFirst);

        Assert.Equal([FrameType.Ack], await publisher.ReadFramesAsync());
        Assert.Equal([FrameType.Deliver], await subscriber.ReadFramesAsync());
    }

    [Fact]
    public async Task Several_relays_live_side_by_side_in_one_process()
    {
        await using var a = await EmbeddedRelay.StartAsync(new() { Id = "a" });
        await using var b = await EmbeddedRelay.StartAsync(new() { Id = "b" });

        await using var one = await WireClient.WelcomedAsync(a.Endpoint.Url);
        await using var other = await WireClient.WelcomedAsync(b.Endpoint.Url);

        Assert.NotEqual(a.Endpoint.Url, b.Endpoint.Url);
        Assert.NotEqual(a.Log, b.Log);
        Assert.Equal((1, 1), (a.Connections, b.Connections));
    }

    [Fact]
    public async Task A_killed_relay_resets_its_connections_without_a_close_frame()
    {
        await using var relay = await EmbeddedRelay.StartAsync();
        await using var client = await WireClient.WelcomedAsync(relay.Endpoint.Url);
        var reading = client.ReadToBreakAsync();

        await relay.KillAsync();

        await reading;
        Assert.Null(client.Socket.CloseStatus);
        Assert.False(relay.IsRunning);
        await Assert.ThrowsAsync<WebSocketException>(() => WireClient.ConnectAsync(relay.Endpoint.Url));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_restarted_relay_has_the_same_address_and_its_log_if_asked(bool keepLog)
    {
        await using var relay = await EmbeddedRelay.StartAsync();
        var log = relay.Log;
        await using (var publisher = await WireClient.WelcomedAsync(relay.Endpoint.Url))
        {
            await publisher.SendAsync(PublishFirst);
            Assert.Equal([FrameType.Ack], await publisher.ReadFramesAsync());
            await relay.RestartAsync(keepLog);
        }

        await using var subscriber = await WireClient.WelcomedAsync(relay.Endpoint.Url);
        await subscriber.SendAsync(new SubscribeFrame(1, "t", StartKind.Earliest, default, 0, 1_000_000).Write);
        var frames = await subscriber.ReadFramesAsync();

        Assert.Equal(keepLog, relay.Log == log);
        Assert.Equal(keepLog ? [FrameType.Subscribed, FrameType.Deliver] : [FrameType.Subscribed], frames);
    }

    [Fact]
    public async Task Its_port_can_be_used_again_right_after_a_kill_with_live_connections()
    {
        await using var relay = await EmbeddedRelay.StartAsync();
        for (var round = 1; round <= 20; round++)
        {
            await using var client = await WireClient.WelcomedAsync(relay.Endpoint.Url, attempt: round);
            await relay.RestartAsync(keepLog: round % 2 == 0);
            Assert.True(relay.IsRunning);
        }
    }

    [Fact]
    public async Task A_stopped_relay_says_GoAway_and_closes_with_1012()
    {
        await using var relay = await EmbeddedRelay.StartAsync(new()
        {
            Configure = options => options.ShutdownGrace = TimeSpan.FromMilliseconds(50),
        });
        await using var client = await WireClient.WelcomedAsync(relay.Endpoint.Url);
        var reading = client.ReadToCloseAsync();

        await relay.StopAsync();

        Assert.Equal([FrameType.GoAway], await reading);
        Assert.Equal(1012, (int)client.Socket.CloseStatus!);
    }

    [Fact]
    public async Task A_stopped_relay_waits_no_longer_than_its_last_client()
    {
        await using var relay = await EmbeddedRelay.StartAsync(new()
        {
            Configure = options => options.ShutdownGrace = TimeSpan.FromSeconds(25),
        });
        await using var client = await WireClient.WelcomedAsync(relay.Endpoint.Url);
        var stopping = relay.StopAsync();
        Assert.Equal([FrameType.GoAway], await client.ReadFramesAsync());

        await client.Socket.CloseAsync(WebSocketCloseStatus.NormalClosure, "", client.Token);

        await stopping.WaitAsync(TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task A_stopped_relay_can_start_again_with_its_log()
    {
        await using var relay = await EmbeddedRelay.StartAsync();
        var log = relay.Log;
        await relay.StopAsync();

        await relay.RestartAsync(keepLog: true);

        await using var client = await WireClient.WelcomedAsync(relay.Endpoint.Url);
        Assert.Equal(log, relay.Log);
    }

    [Fact]
    public async Task Killing_twice_and_disposing_a_killed_relay_does_nothing()
    {
        var relay = await EmbeddedRelay.StartAsync();
        await relay.KillAsync();
        await relay.KillAsync();
        await relay.DisposeAsync();
    }

    private static void PublishFirst(WireBuffer buffer)
    {
        new TopicFrame(1, "t").Write(buffer);
        new PublishFrame { Alias = 1, Sequence = 1, Floor = 1, Timestamp = 0, Headers = [], Payload = "x"u8 }.Write(buffer);
    }
}
