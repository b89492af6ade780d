namespace SolConnect.Relay.Core;

/// <summary>A condition that must always hold did not. The session that threw it must not be used any more.</summary>
internal sealed class InvariantViolationException(string what)
    : Exception($"A defect in SolConnect.Relay was caught before it could lose a message: {what}.");
