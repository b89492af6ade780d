using System.Buffers;
using System.Runtime.InteropServices;

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

    // What pings and acks need, which is all that an idle connection receives.
    private const int FirstBytes = 128;

    private readonly Mailbox<bool> _free = CreateFree();
    private int _expected = FirstBytes;

    public int MaxMessageBytes { get; } = maxMessageBytes;

    /// <summary>A buffer for the next message, once one is free.</summary>
    /// <exception cref="IOException">The connection is over.</exception>
    public async ValueTask<byte[]> RentAsync()
    {
        while (!_free.TryTake(out _))
        {
            if (!await _free.WaitAsync().ConfigureAwait(false))
            {
                throw new IOException("The connection is over.");
            }
        }

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
        _ = _free.TryPut(true);
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
    public void Close() => _free.Close();

    private static Mailbox<bool> CreateFree()
    {
        var free = new Mailbox<bool>(Count);
        for (var i = 0; i < Count; i++)
        {
            _ = free.TryPut(true);
        }

        return free;
    }
}
