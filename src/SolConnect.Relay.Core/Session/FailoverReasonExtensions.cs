namespace SolConnect.Relay.Core.Session;

/// <summary>What follows from the reason of a change of the primary.</summary>
internal static class FailoverReasonExtensions
{
    /// <summary>
    /// Whether it counts as a failover. A relay that asks to be left or leaves the list, a wish and a return are planned; a suspicion that
    /// cleared changed nothing.
    /// </summary>
    public static bool IsUnplanned(this FailoverReason reason) =>
        reason is FailoverReason.ConnectionLost or FailoverReason.Silent or FailoverReason.NoProgress;
}
