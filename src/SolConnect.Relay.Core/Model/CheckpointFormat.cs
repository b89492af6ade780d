using SolConnect.Relay.Core;
using SolConnect.Relay.Core.Wire;

namespace SolConnect.Relay;

/// <summary>
/// A checkpoint as bytes: a mark and a version, the topic, the logs, the producers, and a checksum over all of it. The
/// fields are encoded as on the wire.
/// </summary>
internal static class CheckpointFormat
{
    private const byte Version = 1;
    private const int ChecksumBytes = 8;

    // An id, and one byte at least for each number behind it.
    private const int MinPositionBytes = 16 + 1;
    private const int MinMessageBytes = 16 + 1 + 1;

    private static ReadOnlySpan<byte> Mark => "RLC"u8;

    public static byte[] Write(SubscriptionCheckpoint checkpoint)
    {
        var buffer = new WireBuffer();
        buffer.Raw(Mark);
        buffer.Byte(Version);
        buffer.Text(checkpoint.Topic, WireProtocol.MaxTopicBytes);
        buffer.Number(checkpoint.Positions.Count);
        foreach (var position in checkpoint.Positions)
        {
            buffer.Id(position.Log.Value);
            buffer.Number(position.Offset);
        }

        buffer.Number(checkpoint.LastMessages.Count);
        foreach (var last in checkpoint.LastMessages)
        {
            buffer.Id(last.Producer.Value);
            buffer.Number(last.Generation);
            buffer.Number(last.Sequence);
        }

        buffer.Hash(StableHash.Of(buffer.Written.Span));
        return buffer.Written.ToArray();
    }

    public static SubscriptionCheckpoint Read(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length <= Mark.Length || !bytes.StartsWith(Mark))
        {
            throw new FormatException(
                $"These {bytes.Length} bytes are no checkpoint of a subscription: they do not begin like one.");
        }

        var version = bytes[Mark.Length];
        if (version != Version)
        {
            throw new FormatException(
                $"The checkpoint has format version {version}, and this library reads version {Version}. It was " +
                "written by a newer version of the library, or is damaged.");
        }

        var body = bytes[..Math.Max(Mark.Length + 1, bytes.Length - ChecksumBytes)];
        var checksum = new WireReader(bytes[body.Length..]);
        if (checksum.Hash() != StableHash.Of(body) || !checksum.IsComplete)
        {
            throw new FormatException(
                $"The checkpoint of {bytes.Length} bytes is cut off or damaged: its checksum is wrong.");
        }

        return ReadBody(body[(Mark.Length + 1)..]);
    }

    private static SubscriptionCheckpoint ReadBody(ReadOnlySpan<byte> body)
    {
        var reader = new WireReader(body);
        var topic = reader.Name(WireProtocol.MaxTopicBytes);
        var positions = new LogPosition[reader.Count(int.MaxValue, MinPositionBytes)];
        for (var index = 0; index < positions.Length; index++)
        {
            positions[index] = new(new(reader.Id()), reader.Number());
        }

        var lastMessages = new MessageId[reader.Count(int.MaxValue, MinMessageBytes)];
        for (var index = 0; index < lastMessages.Length; index++)
        {
            lastMessages[index] = new(new(reader.Id()), reader.Number(), reader.Number());
        }

        return reader.IsComplete
            ? new(topic, positions, lastMessages)
            : throw new FormatException(
                "The checkpoint is damaged: its checksum is right and its content makes no sense.");
    }
}
