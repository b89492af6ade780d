namespace SolConnect.Relay.Core.Delivery;

/// <summary>Whose numbering a sequence belongs to: each generation of a producer counts on its own.</summary>
internal readonly record struct ProducerKey(ProducerId Producer, long Generation);
