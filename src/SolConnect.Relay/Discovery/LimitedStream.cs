using SolConnect.Relay.Connections;

namespace SolConnect.Relay.Discovery;

/// <summary>Reads a stream up to a number of bytes, and throws when there is more.</summary>
internal sealed class LimitedStream(Stream inner, long maxBytes) : AsyncStream
{
    private long _read;

    public override bool CanWrite => false;

    /// <exception cref="InvalidDataException">There is more than may be read.</exception>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        // One byte more than is allowed, to tell an end from an excess.
        var room = (int)Math.Min(buffer.Length, maxBytes - _read + 1);
        var count = await inner.ReadAsync(buffer[..room], cancellationToken).ConfigureAwait(false);
        _read += count;
        return _read <= maxBytes ? count : throw new InvalidDataException($"The answer has more than {maxBytes} bytes.");
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public override Task FlushAsync(CancellationToken cancellationToken) => throw new NotSupportedException();
}
