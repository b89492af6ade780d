using SolConnect.Relay.Diagnostics;

namespace SolConnect.Relay.Failover;

/// <summary>
/// Idle sends of one session, at most as many as the outbox holds; more are left to the garbage collector. Each thread keeps
/// a few of them for itself, because whoever sends also takes the receipts, as a rule: then neither costs a lock.
/// </summary>
/// <remarks>
/// A thread keeps sends of one pool at a time, the one that it used last, so what outlives a session is no more than that.
/// </remarks>
internal sealed class PendingSendPool(int capacity, MessageTelemetry? telemetry = null)
{
    private const int PerThread = 64;

    [ThreadStatic]
    private static Kept? _keptHere;

    private readonly Lock _lock = new();
    private readonly Stack<PendingSend> _idle = [];
    private bool _isClosed;

    /// <summary>Hears of every send that has its outcome.</summary>
    public MessageTelemetry? Telemetry { get; } = telemetry;

    public PendingSend Rent()
    {
        var kept = KeptHere();
        if (kept.Count == 0)
        {
            lock (_lock)
            {
                for (; kept.Count < PerThread / 2 && _idle.TryPop(out var idle); kept.Count++)
                {
                    kept.Sends[kept.Count] = idle;
                }
            }
        }

        return kept.Count > 0 ? kept.Sends[--kept.Count] : new PendingSend(this);
    }

    public void Return(PendingSend send)
    {
        var kept = KeptHere();
        if (kept.Count == PerThread)
        {
            GiveBack(kept, PerThread / 2);
        }

        kept.Sends[kept.Count++] = send;
    }

    /// <summary>Keeps nothing any more. What is still under way is left to the garbage collector.</summary>
    public void Close()
    {
        lock (_lock)
        {
            _isClosed = true;
            _idle.Clear();
        }
    }

    private Kept KeptHere()
    {
        var kept = _keptHere ??= new();
        if (kept.Owner != this)
        {
            kept.Owner?.GiveBack(kept, kept.Count);
            kept.Owner = this;
        }

        return kept;
    }

    private void GiveBack(Kept kept, int count)
    {
        lock (_lock)
        {
            for (; count > 0; count--)
            {
                var send = kept.Sends[--kept.Count];
                kept.Sends[kept.Count] = null!;
                if (!_isClosed && _idle.Count < capacity)
                {
                    _idle.Push(send);
                }
            }
        }
    }

    private sealed class Kept
    {
        public PendingSendPool? Owner { get; set; }

        public PendingSend[] Sends { get; } = new PendingSend[PerThread];

        public int Count { get; set; }
    }
}
