namespace SolConnect.Relay.Core.Wire;

/// <summary>
/// From the client (Sync): answer once everything that the log holds now has been delivered. From the relay (Synced):
/// the answer, in line behind those Deliver frames. Both carry the same fields.
/// </summary>
internal readonly record struct SyncFrame(int Subscription, long Nonce)
{
    public void Write(WireBuffer buffer, FrameType type)
    {
        buffer.BeginFrame(type);
        buffer.Number(Subscription);
        buffer.Number(Nonce);
        buffer.EndFrame();
    }

    public static bool TryRead(ReadOnlySpan<byte> body, out SyncFrame frame)
    {
        var reader = new WireReader(body);
        frame = new(reader.Number(int.MaxValue), reader.Number());
        return reader.IsComplete;
    }
}
