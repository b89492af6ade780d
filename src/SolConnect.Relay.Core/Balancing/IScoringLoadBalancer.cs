namespace SolConnect.Relay;

/// <summary>
/// A strategy that can say what it thinks of each candidate, so that a <see cref="RelayDecision"/> shows why. It is asked
/// after the pick, never instead of it.
/// </summary>
public interface IScoringLoadBalancer : ILoadBalancer
{
    /// <summary>What a score is, for people: its unit, and whether more or less is better.</summary>
    string ScoreMeaning { get; }

    /// <summary>What one candidate is worth; infinite when nothing is known.</summary>
    double Score(in RelayCandidate candidate, in SelectionContext context);
}
