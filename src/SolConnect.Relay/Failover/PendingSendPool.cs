namespace SolConnect.Relay.Failover;

/// <summary>
/// Idle sends of all transports of the process. Each thread keeps a few of them for itself, because whoever sends also
/// takes the receipts, as a rule: then neither costs a lock. What is over the limit is left to the garbage collector.
/// </summary>
internal sealed class PendingSendPool
{
    // As many as the outbox of one transport holds by default, and some on their way between threads.
    private const int MaxShared = 12_000;
    private const int PerThread = 64;

    /// <summary>The most that one thread can get back.</summary>
    public const int MaxIdle = MaxShared + PerThread;

    [ThreadStatic]
    private static Stack<PendingSend>? t_idle;

    private readonly Lock _lock = new();
    private readonly Stack<PendingSend> _shared = [];

    private PendingSendPool()
    {
    }

    public static PendingSendPool Shared { get; } = new();

    public PendingSend Rent()
    {
        var idle = t_idle ??= new(PerThread);
        if (idle.Count == 0)
        {
            lock (_lock)
            {
                Move(_shared, idle, PerThread / 2);
            }
        }

        return idle.TryPop(out var send) ? send : new PendingSend();
    }

    public void Return(PendingSend send)
    {
        var idle = t_idle ??= new(PerThread);
        if (idle.Count == PerThread)
        {
            lock (_lock)
            {
                Move(idle, _shared, Math.Min(PerThread / 2, MaxShared - _shared.Count));
            }
        }

        if (idle.Count < PerThread)
        {
            idle.Push(send);
        }
    }

    private static void Move(Stack<PendingSend> from, Stack<PendingSend> to, int count)
    {
        for (; count > 0 && from.TryPop(out var send); count--)
        {
            to.Push(send);
        }
    }
}
