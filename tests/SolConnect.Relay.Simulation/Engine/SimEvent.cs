namespace SolConnect.Relay.Simulation.Engine;

/// <summary>Something that will happen to one actor.</summary>
/// <param name="Order">Breaks ties: of two events at one moment, the one that was scheduled first comes first.</param>
/// <param name="Code">What it is; the actor's own numbering.</param>
internal readonly record struct SimEvent(Instant At, long Order, IActor Actor, int Code, long Number, object? Subject)
{
    public bool ComesBefore(in SimEvent other) => At == other.At ? Order < other.Order : At < other.At;
}
