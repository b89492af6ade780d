namespace SolConnect.Relay;

/// <summary>One open connection at one moment. Immutable.</summary>
public sealed record RelayConnectionInfo
{
    /// <summary>The connection's number; never reused within a transport.</summary>
    public int Number { get; init; }

    /// <summary>The relay at the other end.</summary>
    public required RelayEndpoint Endpoint { get; init; }

    /// <summary>Standby, primary or draining.</summary>
    public RelayState State { get; init; }

    /// <summary>Whether it is the primary.</summary>
    public bool IsPrimary => State == RelayState.Primary;

    /// <summary>Whether messages are published to it.</summary>
    public bool IsPublishing { get; init; }

    /// <summary>Smoothed round-trip time (RFC 6298); <c>null</c> without a sample.</summary>
    public TimeSpan? Latency { get; init; }

    /// <summary>Since the relay's Welcome.</summary>
    public TimeSpan OpenFor { get; init; }

    /// <summary>Messages sent to it that it has not acknowledged.</summary>
    public long MessagesInFlight { get; init; }
}
