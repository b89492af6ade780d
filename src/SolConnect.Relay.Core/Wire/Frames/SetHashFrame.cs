namespace SolConnect.Relay.Core.Wire;

/// <summary>
/// What Hello said of the relay set, as it is now: the client's relay list has changed. Answered by
/// <see cref="SetVerdictFrame"/>. Optional: a relay that does not know it goes on with what Hello said.
/// </summary>
internal readonly record struct SetHashFrame(ulong SetHash)
{
    public void Write(WireBuffer buffer)
    {
        buffer.BeginFrame(FrameType.SetHash);
        buffer.Hash(SetHash);
        buffer.EndFrame();
    }

    public static bool TryRead(ReadOnlySpan<byte> body, out SetHashFrame frame)
    {
        var reader = new WireReader(body);
        frame = new(reader.Hash());
        return reader.IsComplete;
    }
}
