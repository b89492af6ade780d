namespace SolConnect.Relay.Core.Wire;

/// <summary>Closes a cursor. Deliver frames that are already on their way still arrive.</summary>
internal readonly record struct UnsubscribeFrame(int Subscription)
{
    public void Write(WireBuffer buffer)
    {
        buffer.BeginFrame(FrameType.Unsubscribe);
        buffer.Number(Subscription);
        buffer.EndFrame();
    }

    public static bool TryRead(ReadOnlySpan<byte> body, out UnsubscribeFrame frame)
    {
        var reader = new WireReader(body);
        frame = new(reader.Number(int.MaxValue));
        return reader.IsComplete;
    }
}
