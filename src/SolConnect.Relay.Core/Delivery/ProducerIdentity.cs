namespace SolConnect.Relay.Core.Delivery;

/// <summary>Who publishes: what the ids of all messages of one session have in common, kept once.</summary>
internal sealed record ProducerIdentity(ProducerId Producer, long Generation)
{
    public MessageId IdOf(long sequence) => new(Producer, Generation, sequence);
}
