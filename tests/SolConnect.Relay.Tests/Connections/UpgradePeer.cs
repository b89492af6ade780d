using System.Runtime.InteropServices;
using System.Text;
using SolConnect.Relay.Connections;

namespace SolConnect.Relay.Tests.Connections;

/// <summary>A relay without a network: takes one request, and answers in the parts that the test cuts its answer into.</summary>
/// <param name="answer">Gets the request, and gives what the reads return; one that is longer than a read takes several.</param>
internal sealed class UpgradePeer(Func<string, IEnumerable<byte[]>> answer) : AsyncStream
{
    private readonly StringBuilder _request = new();
    private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Queue<byte[]> _parts = new();
    private ReadOnlyMemory<byte> _part;

    public bool IsClosed => _closed.Task.IsCompleted;

    /// <summary>What the first read was given to read into.</summary>
    public WeakReference? FirstBuffer { get; private set; }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        FirstBuffer ??= MemoryMarshal.TryGetArray<byte>(buffer, out var array) ? new(array.Array) : null;
        if (_part.IsEmpty && !TryGoOn())
        {
            await _closed.Task.WaitAsync(cancellationToken);
            return 0;
        }

        var count = Math.Min(_part.Length, buffer.Length);
        _part[..count].CopyTo(buffer);
        _part = _part[count..];
        return count;
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        _request.Append(Encoding.ASCII.GetString(buffer.Span));
        if (_request.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            answer(_request.ToString()).ToList().ForEach(_parts.Enqueue);
        }

        return default;
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    protected override void Dispose(bool disposing)
    {
        _closed.TrySetResult();
        base.Dispose(disposing);
    }

    private bool TryGoOn()
    {
        var isThere = _parts.TryDequeue(out var next);
        _part = next;
        return isThere;
    }
}
