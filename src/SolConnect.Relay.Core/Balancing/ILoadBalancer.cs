using System.Diagnostics.CodeAnalysis;

namespace SolConnect.Relay;

/// <summary>
/// Picks a relay from a snapshot: a pure function, without memory, clock, randomness or IO of its own. The transport
/// calls it when the snapshot changes, never per message, never on its session loop, and never concurrently; what it
/// throws is logged and the relays keep the order of the list.
/// </summary>
public interface ILoadBalancer
{
    /// <summary>The strategy's name, as it stands in options and logs.</summary>
    string Name { get; }

    /// <summary>Picks one of the candidates.</summary>
    /// <param name="candidates">What can be chosen from; the span is only valid during the call.</param>
    /// <param name="context">Everything else that the pick may depend on.</param>
    /// <returns>An index into <paramref name="candidates"/>, or -1 when there is none.</returns>
    [SuppressMessage("Naming", "CA1716", Justification = "The usual verb; Visual Basic can escape it.")]
    int Select(ReadOnlySpan<RelayCandidate> candidates, in SelectionContext context);
}
