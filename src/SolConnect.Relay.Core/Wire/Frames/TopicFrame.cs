namespace SolConnect.Relay.Core.Wire;

/// <summary>
/// Gives a topic its number on this connection, before the topic's first use there. Aliases count 1, 2, 3 …
/// </summary>
internal readonly record struct TopicFrame(int Alias, string Name)
{
    public void Write(WireBuffer buffer)
    {
        buffer.BeginFrame(FrameType.Topic);
        buffer.Number(Alias);
        buffer.Text(Name, WireProtocol.MaxTopicBytes);
        buffer.EndFrame();
    }

    public static bool TryRead(ReadOnlySpan<byte> body, out TopicFrame frame)
    {
        var reader = new WireReader(body);
        frame = new(reader.Number(int.MaxValue), reader.Name(WireProtocol.MaxTopicBytes));
        return reader.IsComplete && frame.Alias >= 1;
    }
}
