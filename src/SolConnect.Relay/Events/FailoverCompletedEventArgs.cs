namespace SolConnect.Relay;

/// <summary>
/// Another relay is the primary. A suspicion that cleared completes with the old relay as the new one and the reason
/// <see cref="FailoverReason.Recovered"/>.
/// </summary>
public sealed class FailoverCompletedEventArgs(
    RelayEndpoint oldRelay, RelayEndpoint newRelay, FailoverReason reason, TimeSpan detectionTime,
    TimeSpan failoverTime, long messagesResent) : EventArgs
{
    /// <summary>The primary before.</summary>
    public RelayEndpoint OldRelay { get; } = oldRelay;

    /// <summary>The primary now.</summary>
    public RelayEndpoint NewRelay { get; } = newRelay;

    /// <summary>Why the primary changed.</summary>
    public FailoverReason Reason { get; } = reason;

    /// <summary>
    /// From the onset (hard evidence, else the sending of the oldest unacknowledged message) to evidence or suspicion.
    /// </summary>
    public TimeSpan DetectionTime { get; } = detectionTime;

    /// <summary>From the onset to the first receipt that the failed relay had no part in.</summary>
    public TimeSpan FailoverTime { get; } = failoverTime;

    /// <summary>Copies that were sent again because of this failover.</summary>
    public long MessagesResent { get; } = messagesResent;
}
