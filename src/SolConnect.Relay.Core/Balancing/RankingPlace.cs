namespace SolConnect.Relay;

/// <summary>One place of a ranking: which of the candidates, and why it is behind those that can be chosen.</summary>
internal readonly record struct RankingPlace(int Index, RelayExclusion Exclusion);
