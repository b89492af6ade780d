namespace SolConnect.Relay;

/// <summary>Why the primary changed. The numbers are stable.</summary>
public enum FailoverReason
{
    /// <summary>The primary's connection ended; the close reason says how.</summary>
    ConnectionLost = 0,

    /// <summary>The primary was silent while another relay answered.</summary>
    Silent = 1,

    /// <summary>The primary acknowledged nothing although it sent bytes.</summary>
    NoProgress = 2,

    /// <summary>The primary asked its clients to leave.</summary>
    GoAway = 3,

    /// <summary>A suspicion that cleared: the old relay is also the new one.</summary>
    Recovered = 4,

    /// <summary>The application asked for another relay.</summary>
    Manual = 5,

    /// <summary>A preferred relay came back and has proved itself.</summary>
    Failback = 6,

    /// <summary>The primary left the relay set, because the relay list changed.</summary>
    Removed = 7,

    /// <summary>The primary was getting worse than a standby, and was left before it failed.</summary>
    Predicted = 8,
}
