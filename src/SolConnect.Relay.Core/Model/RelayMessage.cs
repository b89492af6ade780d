using System.Diagnostics;
using SolConnect.Relay.Core;

namespace SolConnect.Relay;

/// <summary>One message as a subscription hands it to the application, once.</summary>
/// <remarks>
/// Two values are equal where their payloads are the same memory, not the same bytes: to compare messages, compare
/// <see cref="Id"/>.
/// </remarks>
public readonly record struct RelayMessage
{
    /// <summary>The topic it was published to.</summary>
    public string Topic { get; init; }

    /// <summary>The payload. It belongs to the receiver: the library neither reuses nor changes it.</summary>
    public ReadOnlyMemory<byte> Payload { get; init; }

    /// <summary>Optional headers as the producer sent them, at most 1 KiB; empty when there are none.</summary>
    public ReadOnlyMemory<byte> Headers { get; init; }

    /// <summary>Producer, generation and sequence: the same on every relay.</summary>
    public MessageId Id { get; init; }

    /// <summary>The producer's clock when it sent the message, to the millisecond, in UTC.</summary>
    public DateTimeOffset SentAt { get; init; }

    /// <summary>Whether it was read out of a relay's log after a reconnect or failover instead of live.</summary>
    public bool IsRedelivery { get; init; }

    /// <summary>Messages of the same producer that were lost just before this one; <c>null</c> when there are none.</summary>
    public MessageGap? GapBefore { get; init; }

    /// <summary>
    /// The trace that the message was sent in, out of its <see cref="Headers"/> (W3C Trace Context): for a link, or for the
    /// parent of an activity that handles the message. It was written by the producer, so it is not to be trusted.
    /// </summary>
    /// <returns>Whether there is one that can be read.</returns>
    public bool TryGetTraceContext(out ActivityContext context) =>
        TraceContextHeader.TryParse(Headers.Span, out context);
}
