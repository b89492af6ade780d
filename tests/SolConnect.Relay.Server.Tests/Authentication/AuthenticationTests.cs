using System.Net;
using SolConnect.Relay.Core.Wire;
using SolConnect.Relay.Server.Tests.Sockets;

namespace SolConnect.Relay.Server.Tests.Authentication;

public sealed class AuthenticationTests : IAsyncLifetime
{
    private const string Page = "https://app.example.com";
    private EmbeddedRelay _relay = null!;

    public async ValueTask InitializeAsync() => _relay = await EmbeddedRelay.StartAsync(new()
    {
        Configure = options =>
        {
            options.HelloTimeout = TimeSpan.FromMilliseconds(500);
            options.AllowedOrigins.Add(Page);
            options.Authenticate = AuthenticateAsync;
        },
    });

    public ValueTask DisposeAsync() => _relay.DisposeAsync();

    private static async ValueTask<RelayAuthenticationResult> AuthenticateAsync(
        RelayAuthenticationContext context, CancellationToken cancellationToken)
    {
        switch (context.Token)
        {
            case "good":
                return RelayAuthenticationResult.Allowed("ann");
            case "page":
                return context.Origin == Page
                    ? RelayAuthenticationResult.Allowed("ann")
                    : RelayAuthenticationResult.Forbidden();
            case "expired":
                return RelayAuthenticationResult.Allowed("ann", DateTimeOffset.UtcNow.AddSeconds(-1));
            case "banned":
                return RelayAuthenticationResult.Forbidden();
            case "later":
                return RelayAuthenticationResult.TryLater(TimeSpan.FromSeconds(6.5));
            case "broken":
                throw new InvalidOperationException("Something with the token broken.");
            case "slow":
                await Task.Delay(Timeout.Infinite, cancellationToken);
                return RelayAuthenticationResult.Forbidden();
            case "deaf":
                await Task.Delay(Timeout.Infinite, CancellationToken.None);
                return RelayAuthenticationResult.Forbidden();
            default:
                return RelayAuthenticationResult.Unauthorized();
        }
    }

    [Theory]
    [InlineData("Bearer good")]
    [InlineData("bearer  good")]
    public async Task A_good_token_in_the_header_lets_the_client_in(string authorization)
    {
        await using var client = await WireClient.ConnectAsync(_relay.Endpoint.Url, authorization: authorization);

        await client.HelloAsync();

        Assert.Equal([FrameType.Welcome], await client.ReadFramesAsync());
    }

    [Theory]
    [InlineData(null, 401, "Bearer", null)]
    [InlineData("Basic good", 401, "Bearer", null)]
    [InlineData("Bearer wrong", 401, "Bearer error=\"invalid_token\"", null)]
    [InlineData("Bearer expired", 401, "Bearer error=\"invalid_token\"", null)]
    [InlineData("Bearer banned", 403, null, null)]
    [InlineData("Bearer later", 503, null, "7")]
    [InlineData("Bearer broken", 503, null, "5")]
    [InlineData("Bearer slow", 503, null, "5")]
    [InlineData("Bearer deaf", 503, null, "5")]
    public async Task Every_other_answer_comes_before_the_upgrade(
        string? authorization, int status, string? challenge, string? retryAfter)
    {
        using var response = await RefusedRequest.SendAsync(_relay.Endpoint.Url, authorization);

        Assert.Equal((HttpStatusCode)status, response.StatusCode);
        Assert.Equal(challenge, response.Headers.WwwAuthenticate.SingleOrDefault()?.ToString());
        Assert.Equal(retryAfter, response.Headers.RetryAfter?.ToString());
    }

    [Fact]
    public async Task A_token_that_is_too_long_is_refused_without_asking()
    {
        using var response = await RefusedRequest.SendAsync(_relay.Endpoint.Url, $"Bearer {new string('t', 4097)}");

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
    }

    [Fact]
    public async Task A_browser_sends_its_token_in_Hello()
    {
        await using var client = await WireClient.ConnectAsync(_relay.Endpoint.Url, origin: Page);

        await client.HelloAsync("page");

        Assert.Equal([FrameType.Welcome], await client.ReadFramesAsync());
    }

    [Theory]
    [InlineData("", nameof(FrameType.Error), 1008)]
    [InlineData("wrong", nameof(FrameType.Error), 1008)]
    [InlineData("expired", nameof(FrameType.Error), 1008)]
    [InlineData("banned", nameof(FrameType.Error), 1008)]
    [InlineData("later", nameof(FrameType.GoAway), 1013)]
    [InlineData("broken", nameof(FrameType.GoAway), 1013)]
    public async Task A_browser_that_is_not_let_in_is_told_so_in_place_of_Welcome(string token, string frame, int status)
    {
        await using var client = await WireClient.ConnectAsync(_relay.Endpoint.Url, origin: Page);

        await client.HelloAsync(token);

        Assert.Equal([frame], (await client.ReadToCloseAsync()).Select(type => type.ToString()));
        Assert.Equal(status, (int)client.Socket.CloseStatus!);
    }

    [Fact]
    public async Task A_token_in_Hello_does_not_replace_the_one_in_the_header()
    {
        await using var client = await WireClient.ConnectAsync(_relay.Endpoint.Url, authorization: "Bearer good");

        await client.HelloAsync("banned");

        Assert.Equal([FrameType.Welcome], await client.ReadFramesAsync());
    }

    [Fact]
    public async Task What_follows_a_bad_Hello_in_the_same_message_is_not_read()
    {
        await using var client = await WireClient.ConnectAsync(_relay.Endpoint.Url, origin: Page);

        await client.SendAsync(buffer =>
        {
            new HelloFrame(1, new(Guid.NewGuid()), 1, 1, "", 0, "wrong").Write(buffer);
            new PingFrame(1).Write(buffer);
        });

        Assert.Equal([FrameType.Error], await client.ReadToCloseAsync());
    }

    [Fact]
    public async Task A_full_relay_refuses_before_the_upgrade_and_says_when_to_come_back()
    {
        await using var relay = await EmbeddedRelay.StartAsync(new() { Configure = options => options.MaxConnections = 1 });
        await using var first = await WireClient.WelcomedAsync(relay.Endpoint.Url);

        using var response = await RefusedRequest.SendAsync(relay.Endpoint.Url);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Equal("5", response.Headers.RetryAfter?.ToString());
    }
}
