using SolConnect.Relay.Core.Wire;

namespace SolConnect.Relay.Testing.Network;

/// <summary>Takes the Ack frames out of a relay's message; everything else in it passes.</summary>
internal static class AckFilter
{
    /// <summary>What is left of a message; <c>null</c> where it held nothing but acks.</summary>
    public static Parcel? Filter(Parcel parcel)
    {
        var message = parcel.Bytes.Span;
        var reader = new FrameReader(message);
        var kept = new List<byte>(message.Length);
        var at = 0;
        while (reader.Read() == FrameReadResult.Frame)
        {
            if (reader.Type != FrameType.Ack)
            {
                kept.AddRange(message.Slice(at, reader.FrameLength));
            }

            at += reader.FrameLength;
        }

        return kept.Count == message.Length ? parcel
            : kept.Count == 0 ? null
            : parcel with { Bytes = kept.ToArray() };
    }
}
