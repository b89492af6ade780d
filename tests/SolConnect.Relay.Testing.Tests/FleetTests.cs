using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using SolConnect.Relay.Server;
using SolConnect.Relay.TestKit;

namespace SolConnect.Relay.Testing.Tests;

public sealed class FleetTests
{
    [Fact]
    public async Task Two_transports_meet_on_the_relays_of_a_fleet_and_leave_nothing_behind()
    {
        await using var fleet = await RelayFleet.StartAsync(3);
        await using (var ann = await fleet.ConnectAsync())
        await using (var bob = await fleet.ConnectAsync())
        {
            await using var heard = await bob.SubscribeAsync("lobby");

            var receipt = await ann.SendTextAsync("lobby", "hi");

            Assert.Equal(2, receipt.Acks);
            Assert.Equal(["hi"], await heard.TakeTextsAsync(1));
            Assert.All(fleet.Relays, relay => Assert.Equal(2, relay.Connections));
        }

        await Patience.UntilAsync(() => fleet.Relays.All(relay => relay.Connections == 0), "the relays to be left");
    }

    [Fact]
    public async Task Two_fleets_of_the_same_names_share_nothing()
    {
        await using var one = await RelayFleet.StartAsync(1);
        await using var other = await RelayFleet.StartAsync(1);
        await using var here = await one.ConnectAsync();
        await using var there = await other.ConnectAsync();
        await using var heard = await there.SubscribeAsync("lobby");

        await here.SendTextAsync("lobby", "here");
        await there.SendTextAsync("lobby", "there");

        Assert.Equal(["there"], await heard.TakeTextsAsync(1));
    }

    [Fact]
    public async Task An_application_with_dependency_injection_is_led_to_the_fleet()
    {
        await using var fleet = await RelayFleet.StartAsync(2);
        var services = new ServiceCollection();
        services.AddSolConnectRelay(options =>
        {
            options.Relays.Add(new("real", new Uri("wss://relay.example.com/relay")));
            options.ClientName = "the application";
        });

        services.PostConfigure<RelayOptions>(fleet.ApplyTo);

        await using var provider = services.BuildServiceProvider();
        var transport = provider.GetRequiredService<IMessageTransport>();
        await transport.ConnectAsync();
        Assert.True((await transport.SendTextAsync("lobby", "hi")).Acks >= 1);
        var options = provider.GetRequiredService<IOptions<RelayOptions>>().Value;
        Assert.Equal(("the application", 2), (options.ClientName, options.Relays.Count));
    }

    [Fact]
    public async Task Relays_keep_their_limits()
    {
        await using var fleet = await RelayFleet.StartAsync(1, new() { Configure = relay => relay.MaxConnections = 1 });
        await using var first = await fleet.ConnectAsync();
        await using var second = new RelayWebSocketTransport(
            fleet.CreateOptions(options => options.ConnectionTimeout = TimeSpan.FromMilliseconds(300)));

        var error = await Assert.ThrowsAsync<RelayConnectException>(() => second.ConnectAsync());

        Assert.Contains("as many connections as it may", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Relays_check_access_tokens()
    {
        await using var fleet = await RelayFleet.StartAsync(2, new()
        {
            Configure = relay => relay.Authenticate = (client, _) => ValueTask.FromResult(
                client.Token == "right" ? RelayAuthenticationResult.Allowed("ann") : RelayAuthenticationResult.Unauthorized()),
        });
        await using var ann = await fleet.ConnectAsync(options => options.AccessTokenProvider = (_, _) => new("right"));
        await using var mallory = new RelayWebSocketTransport(
            fleet.CreateOptions(options => options.AccessTokenProvider = (_, _) => new("wrong")));

        Assert.Equal(2, (await ann.SendTextAsync("lobby", "hi")).Acks);
        await Assert.ThrowsAsync<TransportFaultedException>(() => mallory.ConnectAsync());
    }

    [Fact]
    public async Task A_large_message_comes_through_whole()
    {
        await using var fleet = await RelayFleet.StartAsync(2);
        await using var transport = await fleet.ConnectAsync(options => options.MaxMessageBytes = 1024 * 1024);
        await using var heard = await transport.SubscribeAsync("files");
        var payload = new byte[1024 * 1024];
        new Random(1).NextBytes(payload);

        await transport.SendAsync("files", payload);

        var message = Assert.Single(await heard.TakeAsync(1));
        Assert.Equal(payload, message.Payload.ToArray());
    }

    [Fact]
    public async Task A_relay_that_the_fleet_does_not_have_cannot_be_reached()
    {
        await using var fleet = await RelayFleet.StartAsync(1);
        await using var transport = new RelayWebSocketTransport(fleet.CreateOptions(options =>
        {
            options.Relays = [new("stranger", new Uri("ws://localhost/stranger"))];
            options.ConnectionTimeout = TimeSpan.FromMilliseconds(200);
        }));

        var error = await Assert.ThrowsAsync<RelayConnectException>(() => transport.ConnectAsync());

        Assert.Contains("no relay of this address", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bad_input_is_refused_with_its_name()
    {
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => RelayFleet.StartAsync(0));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => RelayFleet.StartAsync(65));
        var error = await Assert.ThrowsAsync<OptionsValidationException>(
            () => RelayFleet.StartAsync(1, new() { Configure = relay => relay.MaxConnections = -1 }));
        Assert.Contains("MaxConnections", error.Message, StringComparison.Ordinal);
        await using var fleet = await RelayFleet.StartAsync(1);
        Assert.Throws<ArgumentException>(() => fleet.Find("relay-7"));
        Assert.Throws<ArgumentOutOfRangeException>(() => fleet.Relays[0].Delay(TimeSpan.FromSeconds(-1)));
    }

    [Fact]
    public async Task A_fleet_can_be_disposed_before_its_transports()
    {
        var fleet = await RelayFleet.StartAsync(2);
        await using var transport = await fleet.ConnectAsync();
        fleet.Relays[0].StopAnswering();
        fleet.Relays[1].Blackhole();

        await fleet.DisposeAsync();

        await TransportTestExtensions.WaitForStateAsync(transport, TransportState.Offline);
        Assert.All(fleet.Relays, relay => Assert.False(relay.IsRunning));
    }

    [Fact]
    public async Task Waiting_for_what_does_not_come_ends_and_says_so()
    {
        await using var fleet = await RelayFleet.StartAsync(1);
        await using var transport = await fleet.ConnectAsync();

        var state = await Assert.ThrowsAsync<TimeoutException>(
            () => TransportTestExtensions.WaitForStateAsync(transport, TransportState.Offline, TimeSpan.FromMilliseconds(20)));
        await Assert.ThrowsAsync<TimeoutException>(() => transport.NextFailoverAsync(TimeSpan.FromMilliseconds(20)));

        Assert.Contains("is Connected and was not Offline", state.Message, StringComparison.Ordinal);
    }
}
