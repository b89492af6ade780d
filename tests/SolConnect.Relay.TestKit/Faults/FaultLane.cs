namespace SolConnect.Relay.TestKit.Faults;

/// <summary>One direction of a proxy, over all of its connections. Without a fault, frames pass as they are.</summary>
internal sealed class FaultLane
{
    private readonly Lock _lock = new();
    private TaskCompletionSource _changed = NewSource();

    public FrameFault? Fault { get; private set; }

    /// <summary>Completes at the next change.</summary>
    public Task Changed
    {
        get
        {
            lock (_lock)
            {
                return _changed.Task;
            }
        }
    }

    /// <summary>From the next frame on.</summary>
    /// <returns>The fault, to wait for.</returns>
    public T Set<T>(T fault)
        where T : FrameFault
    {
        Change(fault);
        return fault;
    }

    public void Heal() => Change(null);

    private void Change(FrameFault? fault)
    {
        lock (_lock)
        {
            Fault = fault;
            _changed.SetResult();
            _changed = NewSource();
        }
    }

    private static TaskCompletionSource NewSource() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
