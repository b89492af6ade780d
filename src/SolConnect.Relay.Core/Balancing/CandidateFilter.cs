namespace SolConnect.Relay;

/// <summary>Says which candidates must not come before others, whatever a strategy thinks of them.</summary>
internal static class CandidateFilter
{
    // The same bound that keeps the machine from going back to a relay.
    private const double MaxPenalty = 1;

    public static RelayExclusion Check(in RelayCandidate candidate) => candidate switch
    {
        { IsBarred: true } => RelayExclusion.Barred,
        { IsHealthy: false } => RelayExclusion.Unhealthy,
        { IsDraining: true } => RelayExclusion.Draining,
        { Penalty: > MaxPenalty } => RelayExclusion.Penalized,

        // Who is connected has a place already.
        { IsConnected: false, Load: >= 1 } => RelayExclusion.Full,
        _ => RelayExclusion.None,
    };
}
