namespace SolConnect.Relay.Connections;

/// <summary>Bytes that were read already, and then the stream that they came from, which it owns.</summary>
internal sealed class LeftoverStream(ReadOnlyMemory<byte> leftover, Stream inner) : AsyncStream
{
    private ReadOnlyMemory<byte> _leftover = leftover;

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_leftover.IsEmpty)
        {
            return inner.ReadAsync(buffer, cancellationToken);
        }

        var count = Math.Min(buffer.Length, _leftover.Length);
        _leftover[..count].CopyTo(buffer);

        // Not a slice of length zero: that would keep the array.
        _leftover = count < _leftover.Length ? _leftover[count..] : default;
        return new(count);
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
        inner.WriteAsync(buffer, cancellationToken);

    public override Task FlushAsync(CancellationToken cancellationToken) => inner.FlushAsync(cancellationToken);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
        }

        base.Dispose(disposing);
    }
}
