using System.Buffers;
using System.Net.WebSockets;

namespace SolConnect.Relay.Server.Sockets;

/// <summary>
/// Puts the fragments of one connection together to whole messages, and never holds more than a message may have.
/// </summary>
internal sealed class MessageReceiver(WebSocket socket)
{
    private const int FirstBytes = 4096;

    // A fragment without content moves nothing forward; a few are sloppy, an endless row of them is an attack.
    private const int MaxEmptyFragments = 16;

    // A message is likely to be as long as the one before it, and growing to that length copies it several times.
    private int _expected = FirstBytes;

    /// <exception cref="WebSocketException">The connection broke or was aborted.</exception>
    public async ValueTask<Received> ReceiveAsync(int maxBytes)
    {
        // Into nothing at first: that waits for a message, and most connections wait most of the time without a buffer.
        var coming = await socket.ReceiveAsync(Memory<byte>.Empty, CancellationToken.None).ConfigureAwait(false);
        if (coming.MessageType != WebSocketMessageType.Binary)
        {
            return NotBinary(coming);
        }

        return coming.EndOfMessage ? Received.Message([], 0) : await TakeAsync(maxBytes).ConfigureAwait(false);
    }

    private async ValueTask<Received> TakeAsync(int maxBytes)
    {
        var bytes = ArrayPool<byte>.Shared.Rent(Math.Min(_expected, maxBytes + 1));
        var (length, emptyFragments) = (0, 0);
        var isKept = false;
        try
        {
            while (true)
            {
                // One byte more than allowed is room enough to see that there is more.
                var room = Math.Min(bytes.Length, maxBytes + 1) - length;
                var result = await socket.ReceiveAsync(bytes.AsMemory(length, room), CancellationToken.None)
                    .ConfigureAwait(false);
                length += result.Count;
                emptyFragments += result.Count == 0 ? 1 : 0;
                if (result.MessageType != WebSocketMessageType.Binary)
                {
                    return NotBinary(result);
                }

                if (length > maxBytes || emptyFragments > MaxEmptyFragments)
                {
                    return Received.Other(ReceivedKind.TooLarge);
                }

                if (result.EndOfMessage)
                {
                    isKept = true;
                    _expected = Math.Max(FirstBytes, length);
                    return Received.Message(bytes, length);
                }

                if (length == bytes.Length)
                {
                    bytes = Grow(bytes, length);
                }
            }
        }
        finally
        {
            if (!isKept)
            {
                ArrayPool<byte>.Shared.Return(bytes);
            }
        }
    }

    private static Received NotBinary(ValueWebSocketReceiveResult result) =>
        Received.Other(result.MessageType == WebSocketMessageType.Close ? ReceivedKind.Close : ReceivedKind.Text);

    private static byte[] Grow(byte[] bytes, int length)
    {
        var larger = ArrayPool<byte>.Shared.Rent(bytes.Length * 2);
        bytes.AsSpan(0, length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(bytes);
        return larger;
    }
}
