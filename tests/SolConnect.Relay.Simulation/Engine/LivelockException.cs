namespace SolConnect.Relay.Simulation.Engine;

/// <summary>The world goes on and on without getting anywhere.</summary>
internal sealed class LivelockException(string message) : Exception(message);
