using SolConnect.Relay.Core.Wire;

namespace SolConnect.Relay.Simulation.Network;

/// <summary>Takes the Ack frames out of a message, as a broken relay or proxy might.</summary>
internal static class AckFilter
{
    public static byte[] WithoutAcks(ReadOnlySpan<byte> message)
    {
        var rest = new List<byte>(message.Length);
        var reader = new FrameReader(message);
        var at = 0;
        while (reader.Read() == FrameReadResult.Frame)
        {
            if (reader.Type != FrameType.Ack)
            {
                rest.AddRange(message.Slice(at, reader.FrameLength));
            }

            at += reader.FrameLength;
        }

        return [.. rest];
    }
}
