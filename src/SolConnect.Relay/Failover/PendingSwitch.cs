using SolConnect.Relay.Core.Session;

namespace SolConnect.Relay.Failover;

/// <summary>A switch of the primary that somebody waits for, or that was advised.</summary>
internal sealed class PendingSwitch(string relayId, string? prediction = null) : SwitchRequest(relayId, prediction)
{
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task Done => _done.Task;

    /// <param name="obstacle">Why it could not be done; <c>null</c> when it is.</param>
    public void Settle(string? obstacle)
    {
        if (obstacle is null)
        {
            _ = _done.TrySetResult();
        }
        else if (_done.TrySetException(new InvalidOperationException($"Relay '{RelayId}' cannot become the primary. {obstacle}")))
        {
            _ = _done.Task.Exception; // Whoever waited may have given up; then nobody else looks at it.
        }
    }
}
