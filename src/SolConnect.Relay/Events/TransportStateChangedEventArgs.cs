namespace SolConnect.Relay;

/// <summary>The transport's state changed.</summary>
public sealed class TransportStateChangedEventArgs(
    TransportState oldState, TransportState newState, string reason) : EventArgs
{
    /// <summary>The state before.</summary>
    public TransportState OldState { get; } = oldState;

    /// <summary>The state now; it may have changed again by the time a handler runs.</summary>
    public TransportState NewState { get; } = newState;

    /// <summary>Why, for people.</summary>
    public string Reason { get; } = reason;
}
