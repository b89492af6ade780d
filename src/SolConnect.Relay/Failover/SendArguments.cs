using System.Text;
using SolConnect.Relay.Core.Wire;

namespace SolConnect.Relay.Failover;

/// <summary>What is wrong with a caller's arguments is said before anything is posted.</summary>
internal static class SendArguments
{
    private const int MinBufferBytes = 4 * 1024;
    private const int MaxBufferBytes = 1024 * 1024 * 1024;

    // Lone surrogates would all become U+FFFD on the wire, and then two different topics would be the same.
    private static readonly UTF8Encoding StrictUtf8 =
        new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static void CheckTopic(string topic)
    {
        ArgumentNullException.ThrowIfNull(topic);
        int bytes;
        try
        {
            bytes = StrictUtf8.GetByteCount(topic);
        }
        catch (EncoderFallbackException cause)
        {
            throw new ArgumentException(
                "A topic must be text; this one holds half of a surrogate pair.", nameof(topic), cause);
        }

        if (bytes is 0 or > WireProtocol.MaxTopicBytes)
        {
            throw new ArgumentException(
                $"A topic has 1 to {WireProtocol.MaxTopicBytes} bytes of UTF-8; this one has {bytes}.", nameof(topic));
        }
    }

    public static void CheckPayload(ReadOnlyMemory<byte> payload, int maxMessageBytes)
    {
        if (payload.Length > maxMessageBytes)
        {
            throw new ArgumentException(
                $"The payload has {payload.Length} bytes, and MaxMessageBytes allows {maxMessageBytes}. Send less, " +
                "or raise MaxMessageBytes here and the limit of the relays.", nameof(payload));
        }
    }

    public static void CheckSubscription(string topic, SubscriptionOptions options)
    {
        if (options.BufferBytes is < MinBufferBytes or > MaxBufferBytes)
        {
            throw new ArgumentException(
                $"SubscriptionOptions.BufferBytes is {options.BufferBytes}; it must be from {MinBufferBytes} to " +
                $"{MaxBufferBytes}.",
                nameof(options));
        }

        if (!Enum.IsDefined(options.Start) || (options.OnGap is { } onGap && !Enum.IsDefined(onGap)))
        {
            throw new ArgumentException(
                $"SubscriptionOptions.Start is {options.Start} and OnGap {options.OnGap}; both must be one of the " +
                "named values.",
                nameof(options));
        }

        if (options.ResumeFrom is not { } checkpoint)
        {
            return;
        }

        if (options.Start != SubscriptionStart.Latest)
        {
            throw new ArgumentException(
                $"SubscriptionOptions.ResumeFrom and Start ({options.Start}) contradict each other: a checkpoint is " +
                "where to begin. Leave Start as it is, or resume from nothing.",
                nameof(options));
        }

        if (checkpoint.Topic != topic)
        {
            throw new ArgumentException(
                $"SubscriptionOptions.ResumeFrom is a checkpoint of topic '{checkpoint.Topic}' and says nothing " +
                $"about '{topic}'.",
                nameof(options));
        }
    }
}
