namespace SolConnect.Relay;

/// <summary>
/// A transport's numbers at one moment. Totals count from the construction of the transport and never go down. Immutable.
/// </summary>
public sealed record RelayMetrics
{
    /// <summary>Every known relay.</summary>
    public int TotalRelays { get; init; }

    /// <summary>
    /// Relays that did not fail <c>MaxRetries</c> connects or checks in a row, are not suspected, and are not ejected.
    /// </summary>
    public int HealthyRelays { get; init; }

    /// <summary>Relays that come last in every choice because they failed too often.</summary>
    public int EjectedRelays { get; init; }

    /// <summary>Open connections: from the relay's Welcome to their end.</summary>
    public int ActiveConnections { get; init; }

    /// <summary>Mean smoothed round-trip time of the open connections; zero before the first sample.</summary>
    public TimeSpan AverageLatency { get; init; }

    /// <summary>Receipts given, not copies sent.</summary>
    public long TotalMessagesSent { get; init; }

    /// <summary>Messages handed to the application, duplicates removed.</summary>
    public long TotalMessagesReceived { get; init; }

    /// <summary>Sends that ended without a receipt.</summary>
    public long TotalMessagesFailed { get; init; }

    /// <summary>Copies sent again to a relay that had, or may have had, one.</summary>
    public long MessagesResent { get; init; }

    /// <summary>Those of <see cref="MessagesResent"/> that were sent while a relay had an answer overdue.</summary>
    public long MessagesHedged { get; init; }

    /// <summary>Accepted sends without an outcome yet.</summary>
    public long MessagesPending { get; init; }

    /// <summary>
    /// Since <c>SendAsync</c> was called for the oldest of them; <c>null</c> when none waits. At <c>MessageTimeout</c> it ends.
    /// </summary>
    public TimeSpan? OldestPendingFor { get; init; }

    /// <summary>
    /// Messages kept in the outbox, with or without an outcome, until enough relays have acknowledged them.
    /// </summary>
    public long MessagesRetained { get; init; }

    /// <summary>Copies received more than once and not handed out again.</summary>
    public long DuplicatesDropped { get; init; }

    /// <summary>Gaps reported to subscriptions.</summary>
    public long GapCount { get; init; }

    /// <summary>Bytes of WebSocket messages sent to all relays, without what WebSocket, TLS and TCP add.</summary>
    public long BytesSent { get; init; }

    /// <summary>Bytes of WebSocket messages received from all relays, without what WebSocket, TLS and TCP add.</summary>
    public long BytesReceived { get; init; }

    /// <summary>Completed unplanned changes of the primary.</summary>
    public long FailoverCount { get; init; }

    /// <summary>The last completed unplanned change of the primary; <c>null</c> before the first.</summary>
    public FailoverCompletedEventArgs? LastFailover { get; init; }

    /// <summary>Events that no handler saw because handlers were too slow.</summary>
    public long EventsDropped { get; init; }

    /// <summary>Since the transport was <c>Connected</c> for the first time; zero before that.</summary>
    public TimeSpan Uptime { get; init; }
}
