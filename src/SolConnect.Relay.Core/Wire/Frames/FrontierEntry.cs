namespace SolConnect.Relay.Core.Wire;

/// <summary>The last sequence of one producer before a subscription's start in a relay's log.</summary>
internal readonly record struct FrontierEntry(ProducerId Producer, long Generation, long Sequence);
