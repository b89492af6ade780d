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
public readonly record struct SelectionContext(long Cursor, double Random, string AffinityKey);
