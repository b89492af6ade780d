namespace SolConnect.Relay;

/// <summary>Why a relay is not chosen while another one can be.</summary>
public enum RelayExclusion
{
    /// <summary>It can be chosen.</summary>
    None = 0,

    /// <summary>It failed too many connects in a row, or an answer is overdue.</summary>
    Unhealthy = 1,

    /// <summary>It does not let this client in.</summary>
    Barred = 2,

    /// <summary>It asked to be left.</summary>
    Draining = 3,

    /// <summary>It has failed so often lately that it has to be steady for a while first: a penalty above one.</summary>
    Penalized = 4,

    /// <summary>It reported that it is full, and this client has no connection to it yet.</summary>
    Full = 5,
}
