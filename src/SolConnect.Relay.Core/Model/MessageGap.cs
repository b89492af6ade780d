namespace SolConnect.Relay;

/// <summary>A run of messages that existed and that a subscription will not see.</summary>
/// <param name="Producer">Whose messages they were.</param>
/// <param name="Generation">The producer's generation.</param>
/// <param name="First">The first missing sequence.</param>
/// <param name="Last">The last missing sequence; at least <paramref name="First"/>.</param>
/// <param name="Reason">Why the subscription stopped waiting for them.</param>
public sealed record MessageGap(ProducerId Producer, long Generation, long First, long Last, GapReason Reason)
{
    /// <summary>How many sequence numbers the gap covers. Numbers that the producer cancelled count too.</summary>
    public long Count => Last - First + 1;
}
