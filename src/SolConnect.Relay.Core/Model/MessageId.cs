namespace SolConnect.Relay;

/// <summary>
/// Names a message within its topic: producer, the producer's generation, and the sequence 1, 2, 3 … that the producer
/// gave it on that topic. The same id on two relays is the same message.
/// </summary>
public readonly record struct MessageId(ProducerId Producer, long Generation, long Sequence)
{
    /// <summary>Producer, generation and sequence, joined by dashes.</summary>
    public override string ToString() => $"{Producer}-{Generation}-{Sequence}";
}
