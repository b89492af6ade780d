using Microsoft.Extensions.Logging;
using SolConnect.Relay.Server;
using SolConnect.Relay.TestKit;

namespace SolConnect.Relay.Functional.Tests.Diagnostics;

/// <summary>The trace of a real conversation with a real relay.</summary>
public sealed class DebugModeTests
{
    private const string Secret = "s3cret";

    [Fact]
    public async Task Every_frame_of_a_conversation_is_told_and_neither_payload_nor_token()
    {
        await using var relay = await EmbeddedRelay.StartAsync(new()
        {
            Id = "red",
            Configure = options =>
                options.Authenticate = (_, _) => ValueTask.FromResult(RelayAuthenticationResult.Allowed("me")),
        });
        using var logs = new RecordingLoggerFactory();
        var transport = new RelayWebSocketTransport(
            new()
            {
                Relays = [relay.Endpoint],
                Metadata = { ["debug"] = "true" },
                AccessTokenProvider = (_, _) => ValueTask.FromResult<string?>($"{Secret}-token"),
            },
            logs);
        await transport.ConnectAsync();
        await using var subscription = await transport.SubscribeAsync("chat");
        await transport.SendTextAsync("chat", $"{Secret} payload");
        await subscription.TakeTextsAsync(1);
        await transport.DisposeAsync();

        var frames = logs.Entries.Where(entry => entry.Id.Id is 630 or 631).ToList();
        string[] told =
        [
            "To red, socket 1: Hello producer", "From red, socket 1: Welcome log",
            "To red, socket 1: Topic alias 1 is 'chat'", "To red, socket 1: Publish alias 1 sequence 1 floor 1 payload 14",
            "From red, socket 1: Ack alias 1 through 1", "To red, socket 1: Subscribe subscription",
            "From red, socket 1: Subscribed subscription", "From red, socket 1: Deliver subscription",
        ];
        Assert.All(told, part => Assert.Contains(frames, frame => frame.Text.StartsWith(part, StringComparison.Ordinal)));
        Assert.All(frames, frame => Assert.Equal(LogLevel.Debug, frame.Level));
        Assert.DoesNotContain(logs.Entries, entry => entry.Text.Contains(Secret, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Without_it_no_frame_is_told()
    {
        await using var fleet = await RelayFleet.StartAsync(1);
        using var logs = new RecordingLoggerFactory();
        await using var transport = await fleet.ConnectAsync(loggerFactory: logs);

        await transport.SendTextAsync("chat", "hello");

        Assert.DoesNotContain(logs.Entries, entry => entry.Id.Id is >= 630 and < 640);
    }
}
