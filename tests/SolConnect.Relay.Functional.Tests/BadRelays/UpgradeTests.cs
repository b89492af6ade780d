using System.Net.WebSockets;
using System.Text;
using SolConnect.Relay.Connections;
using SolConnect.Relay.TestKit;

namespace SolConnect.Relay.Functional.Tests.BadRelays;

/// <summary>Upgrades over real sockets by relays that do it in their own way, or not to the end.</summary>
public sealed class UpgradeTests
{
    [Fact]
    public async Task A_message_in_the_same_segment_as_the_answer_is_received()
    {
        await using var relay = new FakeRelay("relay", async connection =>
        {
            byte[] message = [0x82, 3, 1, 2, 3];
            await connection.WriteBytesAsync((byte[])[.. FakeConnection.AnswerTo(await connection.ReadRequestAsync()), .. message]);
            await connection.HangAsync();
        });
        using var socket = await DialAsync(relay);
        var buffer = new byte[10];

        var part = await socket.ReceiveAsync(buffer.AsMemory(), default).AsTask().WithinPatienceAsync("the message");

        Assert.Equal((3, true), (part.Count, part.EndOfMessage));
        Assert.Equal([1, 2, 3], buffer[..3]);
    }

    [Fact]
    public async Task A_refusal_with_a_body_is_understood_as_one_without()
    {
        await using var relay = new FakeRelay("relay", async connection =>
        {
            await connection.ReadRequestAsync();
            await connection.WriteBytesAsync(
                "HTTP/1.1 503 Full\r\nRetry-After: 7\r\nContent-Length: 9\r\n\r\nToo many."u8.ToArray());
            await connection.AwaitEndAsync();
        });

        var failure = await Assert.ThrowsAsync<ConnectFailedException>(() => DialAsync(relay));

        Assert.Equal((CloseReason.UpgradeRefused, TimeSpan.FromSeconds(7)), (failure.End.Reason, failure.End.RetryAfter));
        Assert.Contains("503", failure.End.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Endless_headers_end_the_dial()
    {
        await using var relay = new FakeRelay("relay", async connection =>
        {
            await connection.ReadRequestAsync();
            await connection.WriteBytesAsync("HTTP/1.1 101 Switching Protocols\r\n"u8.ToArray());
            var line = Encoding.ASCII.GetBytes($"X-Filler: {new string('x', 1_000)}\r\n");
            while (true)
            {
                await connection.WriteBytesAsync(line);
            }
        });

        var failure = await Assert.ThrowsAsync<ConnectFailedException>(() => DialAsync(relay));

        Assert.Equal(CloseReason.Unreachable, failure.End.Reason);
    }

    [Fact]
    public async Task A_connection_that_ends_within_the_answer_was_none()
    {
        await using var relay = new FakeRelay("relay", async connection =>
        {
            var answer = FakeConnection.AnswerTo(await connection.ReadRequestAsync());
            await connection.WriteBytesAsync(answer.AsMemory(0, answer.Length - 1));
        });

        var failure = await Assert.ThrowsAsync<ConnectFailedException>(() => DialAsync(relay));

        Assert.Equal(CloseReason.Unreachable, failure.End.Reason);
        Assert.Contains("before the upgrade", failure.End.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_dial_that_is_cancelled_within_the_answer_closes_its_connection()
    {
        var (isHalf, isClosed) = (NewSource(), NewSource());
        await using var relay = new FakeRelay("relay", async connection =>
        {
            var answer = FakeConnection.AnswerTo(await connection.ReadRequestAsync());
            await connection.WriteBytesAsync(answer.AsMemory(0, answer.Length / 2));
            isHalf.SetResult();
            await connection.AwaitEndAsync();
            isClosed.SetResult();
        });
        using var cancel = new CancellationTokenSource();
        var dialling = DialAsync(relay, cancel.Token);
        await isHalf.Task.WithinPatienceAsync("half an answer");

        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => dialling);
        await isClosed.Task.WithinPatienceAsync("the end of the connection");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_open_WebSocket_ends_its_connection_at_once(bool byAbort)
    {
        var isClosed = NewSource();
        await using var relay = new FakeRelay("relay", async connection =>
        {
            await connection.UpgradeAsync();
            await connection.AwaitEndAsync();
            isClosed.SetResult();
        });
        var socket = await DialAsync(relay);
        var receiving = socket.ReceiveAsync(new byte[10].AsMemory(), default).AsTask();

        (byAbort ? socket.Abort : (Action)socket.Dispose)();

        await isClosed.Task.WithinPatienceAsync("the end of the connection");
        await Assert.ThrowsAnyAsync<Exception>(() => receiving.WithinPatienceAsync("the end of the receive"));
    }

    private static async Task<WebSocket> DialAsync(FakeRelay relay, CancellationToken cancellationToken = default)
    {
        var dialer = new WebSocketDialer(new(Patience.Limit, TimeProvider.System), tokens: null, TimeProvider.System, tokenInHello: false);
        return (await dialer.DialAsync(relay.Endpoint, AccessTokenReason.Connect, cancellationToken)).Socket;
    }

    private static TaskCompletionSource NewSource() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
