using System.Globalization;
using System.Text;

namespace SolConnect.Relay;

/// <summary>One ranking of the relays with its reasons: who could be chosen, what the strategy thought of each, and why.</summary>
public sealed record RelayDecision
{
    /// <summary>The strategy's name.</summary>
    public required string Strategy { get; init; }

    /// <summary>When the ranking was made.</summary>
    public DateTimeOffset MadeAt { get; init; }

    /// <summary>Where the client was taken to be; empty when unknown.</summary>
    public string Region { get; init; } = "";

    /// <summary>
    /// What <see cref="RankedRelay.Score"/> is, for people; <c>null</c> when the strategy gives no scores
    /// (<see cref="IScoringLoadBalancer"/>).
    /// </summary>
    public string? ScoreMeaning { get; init; }

    /// <summary>Every known relay, best first.</summary>
    public required IReadOnlyList<RankedRelay> Ranking { get; init; }

    /// <summary>Id of the relay in the first place; <c>null</c> when there is none.</summary>
    public string? Choice => Ranking.Count > 0 ? Ranking[0].Relay.Id : null;

    /// <summary>Whether no relay of the set could be chosen, so that the best of those that cannot is in the first place.</summary>
    public bool IsPanic { get; init; }

    /// <summary>Whether the strategy threw or picked what is not there, so that the order of the list decided.</summary>
    public bool StrategyFailed { get; init; }

    /// <summary>Why the first is the first, in a sentence or two.</summary>
    public required string Reason { get; init; }

    /// <summary>The whole decision as text of several lines, for logs and consoles.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{Strategy}: {Reason}");
        for (var i = 0; i < Ranking.Count; i++)
            text.AppendLine().Append(CultureInfo.InvariantCulture, $"  {i + 1}. {Ranking[i]}");
        if (ScoreMeaning is not null)
            text.AppendLine().Append(CultureInfo.InvariantCulture, $"  Score: {ScoreMeaning}.");
        return text.ToString();
    }
}
