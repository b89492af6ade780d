namespace SolConnect.Relay.Core.Wire;

/// <summary>One record of a log on its way to a subscriber.</summary>
internal readonly ref struct DeliverFrame
{
    public required int Subscription { get; init; }

    public required long Offset { get; init; }

    public required LogRecord Record { get; init; }

    /// <summary>Writes the frame around a record that was encoded when it was appended.</summary>
    public static void Write(WireBuffer buffer, int subscription, long offset, ReadOnlySpan<byte> encodedRecord)
    {
        var length = Varint.Size((ulong)subscription) + Varint.Size((ulong)offset) + encodedRecord.Length;
        var body = buffer.Frame(FrameType.Deliver, length);
        body.Number(subscription);
        body.Number(offset);
        body.Raw(encodedRecord);
    }

    public static bool TryRead(ReadOnlySpan<byte> body, int maxPayload, out DeliverFrame frame)
    {
        var reader = new WireReader(body);
        var subscription = reader.Number(int.MaxValue);
        var offset = reader.Number();
        var complete = LogRecord.TryRead(ref reader, maxPayload, out var record);
        frame = new() { Subscription = subscription, Offset = offset, Record = record };
        return complete;
    }
}
