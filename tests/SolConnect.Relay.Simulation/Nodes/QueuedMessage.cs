namespace SolConnect.Relay.Simulation.Nodes;

/// <summary>What the application has not taken yet.</summary>
internal readonly record struct QueuedMessage(MessageId Id, int Origin, int Credit, int Bytes);
