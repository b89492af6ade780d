namespace SolConnect.Relay.Core.Wire;

/// <summary>One message on its way to a relay. Spans point into the received bytes.</summary>
internal readonly ref struct PublishFrame
{
    public required int Alias { get; init; }

    public required long Sequence { get; init; }

    /// <summary>
    /// The producer's lowest sequence that still matters: everything below it is settled and may be skipped.
    /// </summary>
    public required long Floor { get; init; }

    /// <summary>Milliseconds since 1970-01-01 UTC on the producer's clock.</summary>
    public required long Timestamp { get; init; }

    public required ReadOnlySpan<byte> Headers { get; init; }

    public required ReadOnlySpan<byte> Payload { get; init; }

    public void Write(WireBuffer buffer)
    {
        // The floor travels as its distance below the sequence: one byte almost always.
        var length = Varint.Size((ulong)Alias) + Varint.Size((ulong)Sequence) + Varint.Size((ulong)(Sequence - Floor))
            + Varint.Size((ulong)Timestamp) + Varint.Size((ulong)Headers.Length) + Headers.Length + Payload.Length;
        var body = buffer.Frame(FrameType.Publish, length);
        body.Number(Alias);
        body.Number(Sequence);
        body.Number(Sequence - Floor);
        body.Number(Timestamp);
        body.Bytes(Headers);
        body.Raw(Payload);
    }

    public static bool TryRead(ReadOnlySpan<byte> body, int maxPayload, out PublishFrame frame)
    {
        var reader = new WireReader(body);
        var alias = reader.Number(int.MaxValue);
        var sequence = reader.Number();
        frame = new()
        {
            Alias = alias,
            Sequence = sequence,
            Floor = sequence - reader.Number(),
            Timestamp = reader.Timestamp(),
            Headers = reader.Bytes(WireProtocol.MaxHeaderBytes),
            Payload = reader.Rest(maxPayload),
        };
        return reader.IsComplete && frame is { Alias: >= 1, Floor: >= 1 };
    }
}
