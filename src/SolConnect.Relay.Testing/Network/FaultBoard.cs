namespace SolConnect.Relay.Testing.Network;

/// <summary>The faults of one relay at the moment, for all who pass messages or wait for better times. Thread-safe.</summary>
internal sealed class FaultBoard
{
    private readonly Lock _lock = new();
    private TaskCompletionSource _changed = NewSource();
    private volatile LinkFaults _now = LinkFaults.None;

    public LinkFaults Now => _now;

    public void Change(Func<LinkFaults, LinkFaults> change)
    {
        lock (_lock)
        {
            _now = change(_now);
            _changed.SetResult();
            _changed = NewSource();
        }
    }

    public Task WaitWhileStoppedAsync(CancellationToken cancellationToken) =>
        WaitWhileAsync(static faults => faults.IsStopped, cancellationToken);

    public Task WaitUntilReachableAsync(CancellationToken cancellationToken) =>
        WaitWhileAsync(static faults => faults.IsUnreachable, cancellationToken);

    private async Task WaitWhileAsync(Func<LinkFaults, bool> condition, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task changed;
            lock (_lock)
            {
                if (!condition(_now))
                {
                    return;
                }

                changed = _changed.Task;
            }

            await changed.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private static TaskCompletionSource NewSource() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
