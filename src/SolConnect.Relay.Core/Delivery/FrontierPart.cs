namespace SolConnect.Relay.Core.Delivery;

/// <summary>One producer's last sequence before a subscription's start, as a Subscribed frame told it.</summary>
internal readonly record struct FrontierPart(ProducerKey Producer, long Sequence);
