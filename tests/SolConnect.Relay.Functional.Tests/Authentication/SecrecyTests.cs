using SolConnect.Relay.Server;
using SolConnect.Relay.TestKit;

namespace SolConnect.Relay.Functional.Tests.Authentication;

/// <summary>The token goes to the relay and to nobody else, whatever goes wrong on the way.</summary>
public sealed class SecrecyTests : IDisposable
{
    // Every token of these tests contains it.
    private const string Marker = "s3cr3t-m4rk3r";

    private readonly EverythingSaid _said = new();

    public static TheoryData<string> Answers =>
        ["allowed", "unauthorized", "forbidden", "later", "throws", "expires", "hangs"];

    public static TheoryData<string> Tokens => ["throws", "line break", "space", "too long", "not ASCII", "hangs"];

    public static TheoryData<string> Scripts =>
        ["redirect", "401", "403", "418", "429", "garbage", "reset", "no subprotocol", "echo", "hello only"];

    public void Dispose() => _said.Dispose();

    [Theory]
    [MemberData(nameof(Answers))]
    public async Task Whatever_the_relay_says_about_it(string answer)
    {
        await using var relay = await EmbeddedRelay.StartAsync(new()
        {
            LoggerFactory = _said,
            Configure = options =>
            {
                options.HelloTimeout = TimeSpan.FromMilliseconds(200);
                options.TokenExpirySpread = TimeSpan.Zero;
                options.Authenticate = (context, cancel) => AnswerAsync(answer, context, cancel);
            },
        });

        await TryAsync(relay.Endpoint, (_, _) => new($"{Marker}-token"), expectEnd: answer != "allowed");
    }

    [Theory]
    [MemberData(nameof(Tokens))]
    public async Task Whatever_is_wrong_with_it(string problem)
    {
        await using var relay = new FakeRelay("relay", connection => connection.WelcomeAsync());

        await TryAsync(relay.Endpoint, async (_, cancel) => await TokenAsync(problem, cancel), expectEnd: true);

        Assert.Contains(nameof(CloseReason.NoAccessToken), _said.Text, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Scripts))]
    public async Task Whatever_is_wrong_with_the_relay(string script)
    {
        await using var relay = new FakeRelay("relay", connection => RunAsync(script, connection));

        await TryAsync(relay.Endpoint, (_, _) => new($"{Marker}-token"), expectEnd: true);
    }

    private async Task TryAsync(
        RelayEndpoint relay, Func<AccessTokenContext, CancellationToken, ValueTask<string?>> provider, bool expectEnd)
    {
        var options = new RelayOptions
        {
            Relays = { relay },
            AccessTokenProvider = provider,
            ConnectionTimeout = TimeSpan.FromMilliseconds(500),
            MessageTimeout = TimeSpan.FromMilliseconds(200),
            DrainTimeout = TimeSpan.Zero,
        };
        var transport = new RelayWebSocketTransport(options, _said);
        await using (transport)
        {
            _said.Listen(transport);
            var events = new EventRecorder(transport);
            await CatchAsync(() => transport.ConnectAsync());
            await CatchAsync(async () => await transport.SendTextAsync("t", "x"));
            if (expectEnd)
            {
                await events.WaitForAsync<ConnectionClosedEventArgs>();
            }

            _said.AddSnapshots(transport);
        }

        Assert.NotEmpty(_said.Text);
        Assert.DoesNotContain(Marker, _said.Text, StringComparison.OrdinalIgnoreCase);
    }

    private async Task CatchAsync(Func<Task> call)
    {
        try
        {
            await call().WithinPatienceAsync("the end of a call");
        }
        catch (Exception error) when (error is RelayException or InvalidOperationException)
        {
            _said.Add(error);
        }
    }

    private static async ValueTask<RelayAuthenticationResult> AnswerAsync(
        string answer, RelayAuthenticationContext context, CancellationToken cancellationToken)
    {
        Assert.Contains(Marker, context.Token, StringComparison.Ordinal);
        switch (answer)
        {
            case "allowed":
                return RelayAuthenticationResult.Allowed("ann");
            case "expires":
                return RelayAuthenticationResult.Allowed("ann", DateTimeOffset.UtcNow.AddMilliseconds(100));
            case "forbidden":
                return RelayAuthenticationResult.Forbidden();
            case "later":
                return RelayAuthenticationResult.TryLater(TimeSpan.FromSeconds(1));
            case "throws":
                throw new InvalidOperationException($"The token {context.Token} broke something.");
            case "hangs":
                await Task.Delay(Timeout.Infinite, cancellationToken);
                return RelayAuthenticationResult.Forbidden();
            default:
                return RelayAuthenticationResult.Unauthorized();
        }
    }

    private static async ValueTask<string?> TokenAsync(string problem, CancellationToken cancellationToken)
    {
        switch (problem)
        {
            case "throws":
                throw new InvalidOperationException($"The token {Marker} is not good.", new IOException(Marker));
            case "line break":
                return $"{Marker}\r\nX-Injected: {Marker}";
            case "space":
                return $"{Marker} {Marker}";
            case "too long":
                return Marker + new string('t', 5000);
            case "not ASCII":
                return $"{Marker}ß";
            default:
                await Task.Delay(Timeout.Infinite, cancellationToken);
                return null;
        }
    }

    private static async Task RunAsync(string script, FakeConnection connection)
    {
        switch (script)
        {
            case "redirect":
                await connection.RefuseAsync(302, $"Location: http://127.0.0.1:1/?token={Marker}\r\n");
                break;
            case "401" or "403" or "418" or "429":
                await connection.RefuseAsync(int.Parse(script, System.Globalization.CultureInfo.InvariantCulture));
                break;
            case "garbage":
                await connection.ReadRequestAsync();
                await connection.WriteBytesAsync("%&/ nothing that a relay says\r\n\r\n"u8.ToArray());
                break;
            case "no subprotocol":
                await connection.ReadRequestAsync();
                await connection.WriteBytesAsync("HTTP/1.1 101 Switching Protocols\r\n\r\n"u8.ToArray());
                break;
            case "echo":
                var request = await connection.ReadRequestAsync();
                await connection.WriteBytesAsync(System.Text.Encoding.ASCII.GetBytes(request));
                break;
            case "hello only":
                await connection.UpgradeAsync();
                await connection.ReadAsync();
                break;
            default:
                await connection.ReadRequestAsync();
                break;
        }
    }
}
