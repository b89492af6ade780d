namespace SolConnect.Relay.Core.Wire;

/// <summary>Opens a cursor over a topic's log.</summary>
/// <param name="Start">Log id and offset with <see cref="StartKind.Position"/>; otherwise default.</param>
/// <param name="Time">The relay's clock in microseconds with <see cref="StartKind.Time"/>; otherwise 0.</param>
/// <param name="Credit">Bytes of Deliver frames that the relay may send before it is given more.</param>
internal readonly record struct SubscribeFrame(
    int Subscription, string Topic, StartKind Kind, LogPosition Start, long Time, long Credit)
{
    public void Write(WireBuffer buffer)
    {
        buffer.BeginFrame(FrameType.Subscribe);
        buffer.Number(Subscription);
        buffer.Text(Topic, WireProtocol.MaxTopicBytes);
        buffer.Byte((byte)Kind);
        buffer.Id(Start.Log.Value);
        buffer.Number(Start.Offset);
        buffer.Number(Time);
        buffer.Number(Credit);
        buffer.EndFrame();
    }

    public static bool TryRead(ReadOnlySpan<byte> body, out SubscribeFrame frame)
    {
        var reader = new WireReader(body);
        frame = new(
            reader.Number(int.MaxValue), reader.Name(WireProtocol.MaxTopicBytes), (StartKind)reader.Byte(),
            new(new(reader.Id()), reader.Number()), reader.Clock(), reader.Number());
        return reader.IsComplete && frame.Kind <= StartKind.Time;
    }
}
