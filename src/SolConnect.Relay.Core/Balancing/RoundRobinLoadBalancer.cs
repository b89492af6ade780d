namespace SolConnect.Relay;

/// <summary>Takes the candidates in turn, whatever their numbers: each gets the same share.</summary>
public sealed class RoundRobinLoadBalancer : ILoadBalancer
{
    /// <inheritdoc/>
    public string Name => "round-robin";

    /// <inheritdoc/>
    public int Select(ReadOnlySpan<RelayCandidate> candidates, in SelectionContext context)
    {
        if (candidates.IsEmpty)
            return -1;
        // Unsigned, so that a cursor that has overflowed goes on counting instead of turning into a negative index.
        return (int)((ulong)context.Cursor % (ulong)candidates.Length);
    }
}
