namespace SolConnect.Relay.Connections;

/// <summary>
/// A connection as HTTP sees it while it upgrades. For HTTP it ends with the headers of a 101, so that nothing of the
/// WebSocket's gets into a buffer of HTTP's, and the connection can be taken away from it.
/// </summary>
internal sealed class UpgradeStream(Stream connection) : AsyncStream
{
    private readonly UpgradeAnswer _answer = new();

    // Whoever takes it out owns it: HTTP, which closes it, or the WebSocket.
    private Stream? _connection = connection;
    private byte[] _behind = [];

    /// <summary>
    /// Takes the connection for the WebSocket. HTTP may be disposed from then on, or collected, and closes nothing.
    /// </summary>
    /// <returns>The bytes behind the answer, and then the connection.</returns>
    /// <exception cref="IOException">It is closed, or its answer is not over.</exception>
    public Stream Detach()
    {
        var connection = _answer.IsUpgraded ? Interlocked.Exchange(ref _connection, null) : null;
        return connection is null ? throw Closed()
            : _behind.Length > 0 ? new LeftoverStream(_behind, connection)
            : connection;
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_answer.IsUpgraded)
        {
            return 0;
        }

        var count = await Connection().ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        var ours = _answer.Take(buffer.Span[..count]);
        _behind = buffer.Span[ours..count].ToArray();
        return ours;
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
        Connection().WriteAsync(buffer, cancellationToken);

    public override Task FlushAsync(CancellationToken cancellationToken) => Connection().FlushAsync(cancellationToken);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            Interlocked.Exchange(ref _connection, null)?.Dispose();
        }

        base.Dispose(disposing);
    }

    private Stream Connection() => Volatile.Read(ref _connection) ?? throw Closed();

    private static IOException Closed() => new("The connection is closed.");
}
