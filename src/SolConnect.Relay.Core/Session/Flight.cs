using SolConnect.Relay.Core.Delivery;

namespace SolConnect.Relay.Core.Session;

/// <summary>One topic's share of one write: a run of messages that one cumulative ack will confirm.</summary>
/// <param name="Through">The highest sequence in it.</param>
/// <param name="Bytes">Payload and headers, as they count against the relay's in-flight limit.</param>
/// <param name="Rewinds">The cursor's count when it was sent; a later one means that the flight is void.</param>
/// <param name="IsFirstCopy">Whether nothing in it had been sent to this relay before (Karn's rule).</param>
internal readonly record struct Flight(
    TopicCursor Cursor, long Through, int Bytes, int Rewinds, Instant SentAt, bool IsFirstCopy);
