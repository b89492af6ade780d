namespace SolConnect.Relay;

/// <summary>How far a relay can be counted on. Where several apply, the later one stands. The numbers are stable.</summary>
public enum RelayHealth
{
    /// <summary>It has not been tried yet, and nothing speaks against it.</summary>
    Unknown = 0,

    /// <summary>It answered when it was last asked.</summary>
    Healthy = 1,

    /// <summary>An answer is overdue.</summary>
    Suspected = 2,

    /// <summary>It failed <c>MaxRetries</c> connects or checks in a row.</summary>
    Failing = 3,

    /// <summary>It failed too often and comes last in every choice until its time is over.</summary>
    Ejected = 4,

    /// <summary>It does not let this client in.</summary>
    Barred = 5,
}
