using System.Globalization;
using SolConnect.Relay.Core.Wire;
using SolConnect.Relay.TestKit;

namespace SolConnect.Relay.Functional.Tests.Authentication;

public sealed class RefusalTests
{
    [Theory]
    [InlineData(301)]
    [InlineData(302)]
    [InlineData(307)]
    [InlineData(308)]
    public async Task A_redirect_is_not_followed_and_its_address_not_repeated(int status)
    {
        await using var target = new FakeRelay("target", connection => connection.WelcomeAsync());
        await using var relay = new FakeRelay("relay-0", connection => connection.RefuseAsync(
            status, $"Location: http://{target.Endpoint.Url.Authority}/relay?key=s3cret\r\n"));

        var closed = await FirstEndAsync(relay);

        Assert.Equal(CloseReason.UpgradeRefused, closed.Reason);
        Assert.Contains($"HTTP {status}", closed.Detail, StringComparison.Ordinal);
        Assert.Contains("Redirects are not followed", closed.Detail, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", closed.Detail, StringComparison.Ordinal);
        Assert.Equal(0, target.Connections);
    }

    [Theory]
    [InlineData(429, "100", 100)]
    [InlineData(503, "100", 100)]
    [InlineData(503, "date", 100)]
    [InlineData(503, "1000000", 3600)]
    public async Task A_relay_says_when_it_may_be_dialled_again(int status, string retryAfter, double seconds)
    {
        var header = retryAfter == "date"
            ? DateTimeOffset.UtcNow.AddSeconds(seconds).ToString("R", CultureInfo.InvariantCulture)
            : retryAfter;
        await using var relay = new FakeRelay(
            "relay-0", connection => connection.RefuseAsync(status, $"Retry-After: {header}\r\n"));

        var closed = await FirstEndAsync(relay);

        Assert.Equal(CloseReason.UpgradeRefused, closed.Reason);

        // A date is exact to the second, and some time has passed; a tenth more is jitter.
        Assert.InRange(closed.NextDialIn.TotalSeconds, seconds - 30, seconds * 1.1);
    }

    [Fact]
    public async Task The_token_travels_in_the_header_and_nowhere_else()
    {
        var (request, token) = await CatchTokenAsync(options => new(options));

        Assert.Contains("\r\nAuthorization: Bearer s3cret\r\n", request, StringComparison.Ordinal);
        Assert.Single(request.Split("s3cret").Skip(1));
        Assert.Equal("", token);
    }

    [Fact]
    public async Task Where_headers_cannot_be_set_the_token_travels_in_Hello()
    {
        var time = TimeProvider.System;
        var (request, token) = await CatchTokenAsync(options => new(
            new object(), options, Microsoft.Extensions.Logging.Abstractions.NullLoggerFactory.Instance,
            new Connections.WebSocketDialer(
                new(options.ConnectionTimeout, time), options.ToAccessTokenSource(), time, tokenInHello: true)));

        Assert.DoesNotContain("s3cret", request, StringComparison.Ordinal);
        Assert.DoesNotContain("Authorization", request, StringComparison.OrdinalIgnoreCase);
        Assert.Equal("s3cret", token);
    }

    private static async Task<(string Request, string HelloToken)> CatchTokenAsync(Func<RelayOptions, Client> create)
    {
        var caught = new TaskCompletionSource<(string, string)>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var relay = new FakeRelay("relay-0", async connection =>
        {
            var request = await connection.UpgradeAsync();
            var hello = await connection.ReadAsync();
            caught.TrySetResult((request, TokenIn(hello)));
            await connection.HangAsync();
        });
        await using var client = create(Options(relay, _ => new("s3cret")));
        client.Start();
        return await caught.Task.WithinPatienceAsync("Hello");
    }

    private static string TokenIn(byte[] message)
    {
        var frames = new FrameReader(message);
        Assert.Equal(FrameReadResult.Frame, frames.Read());
        Assert.True(HelloFrame.TryRead(frames.Body, out var hello));
        return hello.AccessToken;
    }

    private static async Task<ConnectionClosedEventArgs> FirstEndAsync(FakeRelay relay)
    {
        await using var client = new Client(Options(relay, null));
        var ended = client.FirstEndAsync();
        client.Start();
        return await ended.WithinPatienceAsync("the end of the dial");
    }

    private static RelayOptions Options(FakeRelay relay, Func<AccessTokenContext, ValueTask<string?>>? token) => new()
    {
        Relays = { relay.Endpoint },
        AccessTokenProvider = token is null ? null : (context, _) => token(context),
    };
}
