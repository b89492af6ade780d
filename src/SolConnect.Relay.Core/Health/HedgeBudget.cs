namespace SolConnect.Relay.Core.Health;

/// <summary>
/// What false suspicions may cost: one copy for every ten messages, and 32 at once. Where it is used up, relays are
/// suspected later, and each message is copied when its own ack is late, not with the first of them; a hedge is never
/// refused, because the promise on time stands above the cost.
/// </summary>
/// <remarks>After Dean and Barroso, "The Tail at Scale" (2013): hedged requests, limited to a share of the load.</remarks>
internal sealed class HedgeBudget
{
    private const double PerMessage = 0.1;
    private const double Most = 32;

    private double _copies = Most;

    public bool IsUsedUp => _copies <= 0;

    public void Earn() => _copies = Math.Min(Most, _copies + PerMessage);

    /// <summary>A suspicion proved false after so many extra copies. A debt is bounded like a credit.</summary>
    public void Charge(long copies) => _copies = Math.Max(-Most, _copies - copies);
}
