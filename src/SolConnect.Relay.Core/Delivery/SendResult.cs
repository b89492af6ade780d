namespace SolConnect.Relay.Core.Delivery;

/// <summary>The outcome of one send, with what is known about delivery.</summary>
/// <param name="Status">What is known where <paramref name="Outcome"/> is not a receipt.</param>
/// <param name="Acks">Distinct logs that had acknowledged.</param>
/// <param name="Elapsed">Since the machine accepted the message.</param>
/// <param name="Detail">For people, where there is more to say: which relay refused and why.</param>
internal readonly record struct SendResult(
    SendOutcome Outcome, DeliveryStatus Status, MessageId Id, Durability Durability, int Acks, bool WasResent,
    TimeSpan Elapsed, string? Detail);
