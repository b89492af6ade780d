using System.Buffers;
using System.Runtime.InteropServices;
using System.Threading.Channels;

namespace SolConnect.Relay.Connections;

/// <summary>
/// The few buffers that one connection receives into. A received message stays in its buffer until the session loop is
/// done with it; with all of them in the inbox the reader waits, TCP fills up, and the relay is slowed down. That is the
/// connection's share of the inbox.
/// </summary>
/// <param name="maxMessageBytes">The largest WebSocket message that is accepted; buffers grow up to it on demand.</param>
internal sealed class ReceiveBuffers(int maxMessageBytes)
{
    public const int Count = 4;
    private const int FirstBytes = 16 * 1024;

    private readonly Channel<byte[]> _free = CreateFree();

    public int MaxMessageBytes { get; } = maxMessageBytes;

    /// <summary>The next free buffer, of any size, also none at all.</summary>
    /// <exception cref="ChannelClosedException">The connection is over.</exception>
    public ValueTask<byte[]> RentAsync() => _free.Reader.ReadAsync();

    /// <summary>Makes room behind the first <paramref name="used"/> bytes, which stay; at most up to the largest message.</summary>
    public byte[] Grow(byte[] buffer, int used)
    {
        var larger = ArrayPool<byte>.Shared.Rent(Math.Clamp(buffer.Length * 2, FirstBytes, MaxMessageBytes));
        buffer.AsSpan(0, used).CopyTo(larger);
        GiveBack(buffer);
        return larger;
    }

    public void Return(byte[] buffer)
    {
        if (!_free.Writer.TryWrite(buffer))
        {
            GiveBack(buffer);
        }
    }

    /// <summary>The same, for the session loop, which knows the message and not the buffer.</summary>
    public void Return(ReadOnlyMemory<byte> message)
    {
        if (MemoryMarshal.TryGetArray(message, out var buffer))
        {
            Return(buffer.Array!);
        }
    }

    /// <summary>Nobody receives any more. Buffers that the loop still reads are given back when it returns them.</summary>
    public void Close()
    {
        _ = _free.Writer.TryComplete();
        while (_free.Reader.TryRead(out var buffer))
        {
            GiveBack(buffer);
        }
    }

    private static void GiveBack(byte[] buffer)
    {
        if (buffer.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static Channel<byte[]> CreateFree()
    {
        var free = Channel.CreateBounded<byte[]>(new BoundedChannelOptions(Count) { SingleReader = true });
        for (var i = 0; i < Count; i++)
        {
            _ = free.Writer.TryWrite([]);
        }

        return free;
    }
}
