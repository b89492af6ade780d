namespace SolConnect.Relay.Core.Health;

/// <summary>What follows for the next dial from the way in which the last one ended.</summary>
internal enum AdmissionVerdict
{
    /// <summary>Dial again after the backoff.</summary>
    Usual,

    /// <summary>Dial at once, with a fresh token.</summary>
    RedialNow,

    /// <summary>Never dial again.</summary>
    Barred,
}
