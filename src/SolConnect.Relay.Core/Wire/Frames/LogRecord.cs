namespace SolConnect.Relay.Core.Wire;

/// <summary>
/// One record of a topic's log, as a Deliver frame carries it behind subscription and offset. A relay encodes it once,
/// when it appends, and copies those bytes for every subscriber.
/// </summary>
internal readonly ref struct LogRecord
{
    public required RecordKind Kind { get; init; }

    public required ProducerId Producer { get; init; }

    public required long Generation { get; init; }

    public required long Sequence { get; init; }

    /// <summary>Milliseconds since 1970-01-01 UTC on the producer's clock; 0 for marks and tombstones.</summary>
    public long Timestamp { get; init; }

    public ReadOnlySpan<byte> Headers { get; init; }

    public ReadOnlySpan<byte> Payload { get; init; }

    public int EncodedLength =>
        1 + 16 + Varint.Size((ulong)Generation) + Varint.Size((ulong)Sequence) + Varint.Size((ulong)Timestamp)
        + Varint.Size((ulong)Headers.Length) + Headers.Length + Payload.Length;

    // Marks and tombstones carry nothing but their place in the order.
    private bool IsBare => Timestamp == 0 && Headers.IsEmpty && Payload.IsEmpty;

    public void Write(WireBuffer buffer)
    {
        var record = buffer.Next(EncodedLength);
        record.Byte((byte)Kind);
        record.Id(Producer.Value);
        record.Number(Generation);
        record.Number(Sequence);
        record.Number(Timestamp);
        record.Bytes(Headers);
        record.Raw(Payload);
    }

    public static bool TryRead(scoped ref WireReader reader, int maxPayload, out LogRecord record)
    {
        record = new()
        {
            Kind = (RecordKind)reader.Byte(),
            Producer = new(reader.Id()),
            Generation = reader.Number(),
            Sequence = reader.Number(),
            Timestamp = reader.Timestamp(),
            Headers = reader.Bytes(WireProtocol.MaxHeaderBytes),
            Payload = reader.Rest(maxPayload),
        };
        return reader.IsComplete && record is { Kind: <= RecordKind.Tombstone, Generation: >= 1, Sequence: >= 1 }
            && (record.Kind == RecordKind.Message || record.IsBare);
    }
}
