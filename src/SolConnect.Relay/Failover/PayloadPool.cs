using System.Buffers;
using System.Numerics;

namespace SolConnect.Relay.Failover;

/// <summary>
/// Buffers for payloads that are copied into an outbox, of all transports of the process. The pool that .NET shares keeps a few
/// dozen of one size, and an outbox holds thousands; so those of up to 16 KiB are kept here, and larger ones there. Thread-safe.
/// </summary>
/// <remarks>Idle buffers are kept for the life of the process, and never more than the limit.</remarks>
internal sealed class PayloadPool(long maxIdleBytes)
{
    public const int MaxLength = 16 * 1024;
    private const int MinLength = 1024;

    private readonly Lock _lock = new();
    private readonly Stack<byte[]>[] _idle = [.. Enumerable.Range(0, Place(MaxLength) + 1).Select(_ => new Stack<byte[]>())];
    private long _idleBytes;

    public static PayloadPool Shared { get; } = new(maxIdleBytes: 16 * 1024 * 1024);

    /// <summary>A buffer of at least so many bytes, with anything in it.</summary>
    public byte[] Rent(int length)
    {
        if (length > MaxLength)
        {
            return ArrayPool<byte>.Shared.Rent(length);
        }

        var size = Math.Max(MinLength, (int)BitOperations.RoundUpToPowerOf2((uint)length));
        lock (_lock)
        {
            if (_idle[Place(size)].TryPop(out var buffer))
            {
                _idleBytes -= size;
                return buffer;
            }
        }

        return new byte[size];
    }

    /// <summary>Takes back what <see cref="Rent"/> gave, once.</summary>
    public void Return(byte[] buffer)
    {
        if (buffer.Length > MaxLength)
        {
            ArrayPool<byte>.Shared.Return(buffer);
            return;
        }

        lock (_lock)
        {
            if (_idleBytes + buffer.Length <= maxIdleBytes)
            {
                _idle[Place(buffer.Length)].Push(buffer);
                _idleBytes += buffer.Length;
            }
        }
    }

    private static int Place(int size) => BitOperations.Log2((uint)size) - BitOperations.Log2(MinLength);
}
