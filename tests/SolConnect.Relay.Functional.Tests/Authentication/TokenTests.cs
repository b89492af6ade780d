using SolConnect.Relay.Server;
using SolConnect.Relay.TestKit;

namespace SolConnect.Relay.Functional.Tests.Authentication;

public sealed class TokenTests
{
    [Fact]
    public async Task Each_relay_gets_a_token_that_was_asked_for_it()
    {
        await using var fleet = await StartAsync(context => context.Token == "good");
        var mint = new TokenMint("good");

        await using var transport = await fleet.ConnectAsync(options => options.AccessTokenProvider = mint.GetAsync);

        Assert.Equal(
            ["relay-0 Connect", "relay-1 Connect", "relay-2 Connect"],
            mint.Calls.Select(call => $"{call.Relay.Id} {call.Reason}").Order());
    }

    [Fact]
    public async Task A_refused_token_is_replaced_once_for_all_relays_that_had_it()
    {
        await using var fleet = await StartAsync(context => context.Token == "token-1");
        var mint = new TokenMint("stale");

        await using var transport = await fleet.ConnectAsync(options => options.AccessTokenProvider = mint.GetAsync);

        Assert.Equal(1, mint.Refreshes);
        Assert.Equal(0, transport.GetAvailableRelays().Count(relay => relay.IsBarred));
    }

    [Fact]
    public async Task When_no_relay_takes_the_token_every_call_says_so()
    {
        await using var fleet = await StartAsync(_ => false);
        var mint = new TokenMint("bad");
        await using var transport =
            new RelayWebSocketTransport(fleet.Options(options => options.AccessTokenProvider = mint.GetAsync));

        Func<Task>[] calls =
        [
            () => transport.ConnectAsync(),
            async () => await transport.SendTextAsync("t", "x"),
            async () => await transport.SubscribeAsync("t"),
            () => transport.DisconnectAsync(),
        ];
        foreach (var call in calls)
        {
            var error = await Assert.ThrowsAsync<TransportFaultedException>(call);
            var cause = Assert.IsType<RelayAuthenticationException>(error.InnerException);
            Assert.Equal(RelayErrorCode.Unauthorized, cause.Code);
            Assert.Contains("'relay-2': The relay answered the upgrade with HTTP 401", cause.Message, StringComparison.Ordinal);
        }

        Assert.Equal(TransportState.Faulted, transport.State);
        Assert.Equal(3, mint.Calls.Count(call => call.Reason == AccessTokenReason.Connect));
        Assert.InRange(mint.Refreshes, 1, 3);
    }

    [Fact]
    public async Task Without_a_provider_a_relay_that_wants_a_token_is_given_up_at_once()
    {
        await using var fleet = await StartAsync(context => context.Token == "good");
        await using var transport = new RelayWebSocketTransport(fleet.Options());

        var error = await Assert.ThrowsAsync<TransportFaultedException>(() => transport.ConnectAsync());

        Assert.IsType<RelayAuthenticationException>(error.InnerException);
    }

    [Fact]
    public async Task A_send_that_waits_gets_its_outcome_when_no_relay_lets_the_client_in()
    {
        var mayAnswer = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var fleet = await RelayFleet.StartAsync(2, options => options.Authenticate = async (_, cancel) =>
        {
            await mayAnswer.Task.WaitAsync(cancel);
            return RelayAuthenticationResult.Forbidden();
        });
        await using var transport = new RelayWebSocketTransport(fleet.Options());
        var connecting = transport.ConnectAsync();
        var sending = transport.SendTextAsync("t", "x").AsTask();

        mayAnswer.SetResult();

        var error = await Assert.ThrowsAsync<TransportFaultedException>(() => sending);
        Assert.Equal(DeliveryStatus.NotSent, error.Delivery);
        Assert.Equal(RelayErrorCode.Forbidden, Assert.IsType<RelayAuthenticationException>(error.InnerException).Code);
        await Assert.ThrowsAsync<TransportFaultedException>(() => connecting);
    }

    [Theory]
    [InlineData(true, CloseReason.Forbidden)]
    [InlineData(false, CloseReason.Unauthorized)]
    public async Task A_relay_that_does_not_let_the_client_in_is_out_and_the_others_go_on(bool forbids, CloseReason reason)
    {
        await using var open = await RelayFleet.StartAsync(2);
        await using var closed = await EmbeddedRelay.StartAsync(new()
        {
            Id = "closed",
            Configure = options => options.Authenticate = (_, _) => new(
                forbids ? RelayAuthenticationResult.Forbidden() : RelayAuthenticationResult.Unauthorized()),
        });
        var mint = new TokenMint("some");
        var logs = new RecordingLoggerFactory();
        await using var transport = new RelayWebSocketTransport(
            open.Options(options =>
            {
                options.Relays.Add(closed.Endpoint);
                options.AccessTokenProvider = mint.GetAsync;
            }),
            logs);
        var events = new EventRecorder(transport);
        await transport.ConnectAsync();

        var alert = await events.WaitForAsync<AlertRaisedEventArgs>();

        Assert.Equal((AlertKind.RelayRefusedClient, "closed"), (alert.Kind, alert.Relay?.Id));
        await transport.WaitForStateAsync(TransportState.Degraded);
        var info = transport.GetAvailableRelays().Single(relay => relay.Endpoint.Id == "closed");
        Assert.Equal((true, false, reason), (info.IsBarred, info.IsHealthy, info.LastCloseReason));
        var last = events.Of<ConnectionClosedEventArgs>().Last(ended => ended.Relay.Id == "closed");
        Assert.Equal(Timeout.InfiniteTimeSpan, last.NextDialIn);
        await transport.SendTextAsync("t", "x");
        Assert.Single(logs.Entries, entry => entry.Level >= Microsoft.Extensions.Logging.LogLevel.Error);
    }

    [Fact]
    public async Task A_token_that_expires_while_messages_flow_loses_none()
    {
        var shortLived = 0;
        await using var fleet = await RelayFleet.StartAsync(3, options =>
        {
            options.TokenExpirySpread = TimeSpan.FromMilliseconds(300);
            options.Authenticate = (context, cancel) =>
            {
                if (context.Token != "short")
                {
                    return new(RelayAuthenticationResult.Allowed("ann"));
                }

                Interlocked.Increment(ref shortLived);
                return new(RelayAuthenticationResult.Allowed("ann", DateTimeOffset.UtcNow.AddMilliseconds(700)));
            };
        });
        var mint = new TokenMint("short");
        await using var transport =
            new RelayWebSocketTransport(fleet.Options(options => options.AccessTokenProvider = mint.GetAsync));
        var events = new EventRecorder(transport);
        await transport.ConnectAsync();
        await using var subscription = await transport.SubscribeAsync("t");

        var sent = 0;
        bool AllHaveExpired() => Volatile.Read(ref shortLived) > 0 && transport.State == TransportState.Connected &&
            Volatile.Read(ref shortLived) == events.Of<ConnectionClosedEventArgs>().Count(ended => ended.Reason == CloseReason.Unauthorized);
        async Task SendAsync()
        {
            while (!AllHaveExpired())
            {
                await transport.SendTextAsync("t", $"{++sent}");
            }
        }

        await SendAsync().WithinPatienceAsync("the end of every connection whose token expires");
        await transport.SendTextAsync("t", $"{++sent}");

        Assert.Equal(Enumerable.Range(1, sent).Select(number => $"{number}"), await subscription.TakeTextsAsync(sent));
        Assert.Equal(1, mint.Refreshes);
        Assert.Equal(0, transport.GetRelayMetrics().GapCount);
    }

    private static Task<RelayFleet> StartAsync(Func<RelayAuthenticationContext, bool> isAllowed) =>
        RelayFleet.StartAsync(3, options => options.Authenticate = (context, _) => new(
            isAllowed(context) ? RelayAuthenticationResult.Allowed("ann") : RelayAuthenticationResult.Unauthorized()));
}
