namespace SolConnect.Relay;

/// <summary>What a strategy did wrong: it threw, or it picked what is not there.</summary>
/// <param name="Exception"><c>null</c>: it answered nonsense.</param>
/// <param name="Index">What it answered.</param>
/// <param name="Count">How many there were to choose from.</param>
internal sealed record RankingFailure(Exception? Exception, int Index, int Count);
