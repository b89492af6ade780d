namespace SolConnect.Relay;

/// <summary>
/// What a pick may depend on besides the candidates. The caller supplies it, so that a pick can be repeated.
/// </summary>
/// <param name="Cursor">
/// Where a rotation through the candidates stands. Each transport starts elsewhere; within one ranking it is the place
/// from which the previous pick was taken, so that what followed it comes next.
/// </param>
/// <param name="Random">
/// Uniform in [0, 1). Each transport draws its own, one per place of the ranking, and keeps them: a ranking changes
/// because the candidates did, not because the dice were thrown again.
/// </param>
/// <param name="AffinityKey">The transport's <c>AffinityKey</c>.</param>
public readonly record struct SelectionContext(long Cursor, double Random, string AffinityKey)
{
    /// <summary>
    /// What strategies remember of earlier snapshots, and what they have prepared for this one. <c>null</c> (default):
    /// nothing is remembered, and every pick looks at every candidate.
    /// </summary>
    public SelectionState? State { get; init; }

    /// <summary>Where the client is; empty (default) when unknown.</summary>
    public string Region { get; init; } = "";

    /// <summary>The transport's <c>PreferredRegions</c>, best first. Default none.</summary>
    public IReadOnlyList<string> PreferredRegions { get; init; } = [];
}
