namespace SolConnect.Relay;

/// <summary>What a pick may depend on besides the candidates. The caller supplies it, so that a pick can be repeated.</summary>
/// <param name="Cursor">Moves on by one from pick to pick; where it starts differs between transports.</param>
/// <param name="Random">Uniform in [0, 1), drawn anew for every pick.</param>
/// <param name="AffinityKey">The transport's <c>AffinityKey</c>.</param>
public readonly record struct SelectionContext(long Cursor, double Random, string AffinityKey);
