namespace SolConnect.Relay.Core.Wire;

/// <summary>What one connection may ask of a relay.</summary>
/// <param name="MaxMessageBytes">Payload bytes in one message.</param>
/// <param name="MaxInFlightBytes">Payload bytes published on the connection and not acknowledged yet.</param>
/// <param name="MaxTopics">Topic aliases, and as many subscriptions.</param>
internal readonly record struct RelayLimits(int MaxMessageBytes, long MaxInFlightBytes, int MaxTopics);
