using System.Globalization;

namespace SolConnect.Relay;

/// <summary>One relay in a <see cref="RelayDecision"/>.</summary>
public sealed record RankedRelay
{
    /// <summary>The relay.</summary>
    public required RelayEndpoint Relay { get; init; }

    /// <summary>Whether it belongs to the relay set; only those are ranked by the strategy.</summary>
    public bool IsInSet { get; init; }

    /// <summary>Whether it was the primary at that moment.</summary>
    public bool IsPrimary { get; init; }

    /// <summary>
    /// What the strategy thought of it, as <see cref="RelayDecision.ScoreMeaning"/> explains; <c>null</c> when it gives no
    /// scores, infinite when it knows nothing of the relay.
    /// </summary>
    public double? Score { get; init; }

    /// <summary>Why it comes after others whatever its score.</summary>
    public RelayExclusion Exclusion { get; init; }

    /// <summary>On one line.</summary>
    public override string ToString()
    {
        var score = Score is { } value ? string.Create(CultureInfo.InvariantCulture, $" score {value:0.###}") : "";
        var primary = IsPrimary ? " (primary)" : "";
        var exclusion = IsInSet ? Exclusion == RelayExclusion.None ? "" : $" {Exclusion}" : " not in the set";
        return $"{Relay.Id}{primary}{score}{exclusion}";
    }
}
