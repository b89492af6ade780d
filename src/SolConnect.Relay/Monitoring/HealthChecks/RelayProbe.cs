using System.Buffers;
using System.Net.WebSockets;
using SolConnect.Relay.Connections;
using SolConnect.Relay.Core;
using SolConnect.Relay.Core.Session;
using SolConnect.Relay.Core.Wire;

namespace SolConnect.Relay.Monitoring.HealthChecks;

/// <summary>
/// One short connection to a relay: WebSocket handshake, Hello, Welcome, and goodbye. It introduces itself as nobody (a
/// producer that never publishes, and no set hash), so it pushes out no connection and takes no part in what clients agree on.
/// </summary>
internal sealed class RelayProbe(IWebSocketDialer dialer, string clientName, TimeSpan helloTimeout, TimeProvider time)
{
    private const int FirstBytes = 1024;
    private const int MaxBytes = WireProtocol.CoalesceBytes + WireProtocol.MaxControlFrameBytes;

    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public async Task<HealthCheckResult> CheckAsync(
        RelayEndpoint relay, AccessTokenReason reason, CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        try
        {
            var dialed = await dialer.DialAsync(relay, reason, cancellationToken).ConfigureAwait(false);
            using var socket = dialed.Socket;
            using var limit = new CancellationTokenSource(helloTimeout, time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
            try
            {
                var result = await GreetAsync(relay, socket, dialed.HelloToken, began, either.Token).ConfigureAwait(false);
                await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, "", either.Token).ConfigureAwait(false);
                return result;
            }
            catch (Exception error) when (error is not (OperationCanceledException or ConnectFailedException))
            {
                return Failed(relay, began, SocketEnds.Broken(error, writeError: null));
            }
            catch (OperationCanceledException) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
            {
                return Failed(relay, began, new(
                    CloseReason.HelloTimeout, $"It did not say Welcome within {helloTimeout.TotalSeconds:0.###} s."));
            }
        }
        catch (ConnectFailedException failure)
        {
            return Failed(relay, began, failure.End);
        }
    }

    private async Task<HealthCheckResult> GreetAsync(
        RelayEndpoint relay, WebSocket socket, string token, long began, CancellationToken cancellationToken)
    {
        var hello = new WireBuffer();
        new HelloFrame(
            WireProtocol.Version, new(Guid.NewGuid()), Generation: 1, Attempt: 1, clientName, SetHash: 0, token).Write(hello);
        var greeted = time.GetTimestamp();
        await socket.SendAsync(hello.Written, WebSocketMessageType.Binary, endOfMessage: true, cancellationToken)
            .ConfigureAwait(false);
        var buffer = ArrayPool<byte>.Shared.Rent(FirstBytes);
        try
        {
            (buffer, var length) = await ReadAsync(socket, buffer, cancellationToken).ConfigureAwait(false);
            return Understand(relay, buffer.AsSpan(0, length), time.GetElapsedTime(greeted), time.GetElapsedTime(began));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static async Task<(byte[] Buffer, int Length)> ReadAsync(
        WebSocket socket, byte[] buffer, CancellationToken cancellationToken)
    {
        var length = 0;
        while (true)
        {
            var part = await socket.ReceiveAsync(buffer.AsMemory(length), cancellationToken).ConfigureAwait(false);
            if (part.MessageType != WebSocketMessageType.Binary)
            {
                throw new ConnectFailedException(SocketEnds.Of(part.MessageType, socket));
            }

            length += part.Count;
            if (part.EndOfMessage)
            {
                return (buffer, length);
            }

            if (length == buffer.Length)
            {
                buffer = Grow(buffer);
            }
        }
    }

    private static byte[] Grow(byte[] buffer)
    {
        if (buffer.Length >= MaxBytes)
        {
            throw new ConnectFailedException(SocketEnds.TooLarge(MaxBytes));
        }

        var larger = ArrayPool<byte>.Shared.Rent(2 * buffer.Length);
        buffer.CopyTo(larger, 0);
        ArrayPool<byte>.Shared.Return(buffer);
        return larger;
    }

    private static HealthCheckResult Understand(
        RelayEndpoint relay, ReadOnlySpan<byte> answer, TimeSpan roundTrip, TimeSpan took)
    {
        var frames = new FrameReader(answer);
        if (frames.Read() == FrameReadResult.Frame)
        {
            if (frames.Type == FrameType.Welcome && WelcomeFrame.TryRead(frames.Body, out var welcome))
            {
                return new(relay, took, roundTrip, Failure: null)
                {
                    LoadPerMille = welcome.LoadPerMille,
                    Durability = welcome.Durability,
                };
            }

            if (frames.Type == FrameType.GoAway && GoAwayFrame.TryRead(frames.Body, out var goAway))
            {
                return new(relay, took, RoundTrip: null, new(CloseReason.GoAway, $"It is going away ({goAway.Reason})."));
            }

            if (frames.Type == FrameType.Error && ErrorFrame.TryRead(frames.Body, out var error))
            {
                return new(relay, took, RoundTrip: null, EndOf(error));
            }
        }

        return new(relay, took, RoundTrip: null, new(CloseReason.ProtocolError, "It answered Hello with something else than Welcome."));
    }

    private static ConnectionEnd EndOf(in ErrorFrame error)
    {
        var reason = error.Code switch
        {
            ErrorCode.Unauthorized => CloseReason.Unauthorized,
            ErrorCode.Forbidden => CloseReason.Forbidden,
            _ => CloseReason.RefusedByRelay,
        };
        return new(reason, $"It ended the connection ({error.Code}): {PeerText.Clean(error.Detail)}");
    }

    private HealthCheckResult Failed(RelayEndpoint relay, long began, ConnectionEnd end) =>
        new(relay, time.GetElapsedTime(began), RoundTrip: null, end);
}
