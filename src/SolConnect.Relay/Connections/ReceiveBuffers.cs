using System.Buffers;
using System.Runtime.InteropServices;
using System.Threading.Channels;

namespace SolConnect.Relay.Connections;

/// <summary>
/// The few buffers that one connection receives into. A received message stays in its buffer until the session loop is
/// done with it; with all of them in the inbox the reader waits, TCP fills up, and the relay is slowed down. That is
/// the connection's share of the inbox.
/// </summary>
/// <remarks>
/// Bytes come from the shared pool with each message and go back with it, and the next message gets as many as the last
/// one needed: so a connection that is idle holds next to nothing.
/// </remarks>
/// <param name="maxMessageBytes">
/// The largest WebSocket message that is accepted; buffers grow up to it on demand.
/// </param>
internal sealed class ReceiveBuffers(int maxMessageBytes)
{
    public const int Count = 4;
    private const int FirstBytes = 512;

    private readonly Channel<bool> _free = CreateFree();
    private int _expected = FirstBytes;

    public int MaxMessageBytes { get; } = maxMessageBytes;

    /// <summary>A buffer for the next message, once one is free.</summary>
    /// <exception cref="ChannelClosedException">The connection is over.</exception>
    public async ValueTask<byte[]> RentAsync()
    {
        _ = await _free.Reader.ReadAsync().ConfigureAwait(false);
        return ArrayPool<byte>.Shared.Rent(Math.Min(_expected, MaxMessageBytes));
    }

    /// <summary>
    /// Makes room behind the first <paramref name="used"/> bytes, which stay; at most up to the largest message.
    /// </summary>
    public byte[] Grow(byte[] buffer, int used)
    {
        var larger = ArrayPool<byte>.Shared.Rent(Math.Min(buffer.Length * 4, MaxMessageBytes));
        buffer.AsSpan(0, used).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(buffer);
        return larger;
    }

    /// <summary>A message of so many bytes is complete: the next one is likely to be as large.</summary>
    public void Expect(int length) => _expected = Math.Max(FirstBytes, length + 1);

    public void Return(byte[] buffer)
    {
        ArrayPool<byte>.Shared.Return(buffer);
        _ = _free.Writer.TryWrite(true);
    }

    /// <summary>The same, for the session loop, which knows the message and not the buffer.</summary>
    public void Return(ReadOnlyMemory<byte> message)
    {
        if (MemoryMarshal.TryGetArray(message, out var buffer))
        {
            Return(buffer.Array!);
        }
    }

    /// <summary>Nobody receives any more. Buffers that the loop still reads go back when it returns them.</summary>
    public void Close() => _free.Writer.TryComplete();

    private static Channel<bool> CreateFree()
    {
        var free = Channel.CreateBounded<bool>(new BoundedChannelOptions(Count) { SingleReader = true });
        for (var i = 0; i < Count; i++)
        {
            _ = free.Writer.TryWrite(true);
        }

        return free;
    }
}
