namespace SolConnect.Relay.Failover;

/// <summary>Idle sends of one session, at most as many as the outbox holds; more are left to the garbage collector.</summary>
internal sealed class PendingSendPool(OutboxGate gate, int capacity)
{
    private readonly Lock _lock = new();
    private readonly Stack<PendingSend> _idle = [];

    public OutboxGate Gate { get; } = gate;

    public PendingSend Rent()
    {
        lock (_lock)
        {
            return _idle.TryPop(out var send) ? send : new PendingSend(this);
        }
    }

    public void Return(PendingSend send)
    {
        lock (_lock)
        {
            if (_idle.Count < capacity)
            {
                _idle.Push(send);
            }
        }
    }
}
