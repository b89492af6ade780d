using SolConnect.Relay.Core.Wire;

namespace SolConnect.Relay.TestKit.Faults;

/// <summary>What is done to the Ack frames from a relay; everything else in their messages passes.</summary>
/// <param name="change">Writes what stands in the place of an ack: nothing, or several frames.</param>
internal sealed class AckFault(Action<AckFrame, WireBuffer> change) : FrameFault
{
    /// <summary>They are lost.</summary>
    public static AckFault Drop() => new(static (_, _) => { });

    /// <summary>Each comes twice.</summary>
    public static AckFault Duplicate() => new(static (ack, buffer) =>
    {
        ack.Write(buffer);
        ack.Write(buffer);
    });

    /// <summary>Each is followed by an older one.</summary>
    public static AckFault Stale() => new(static (ack, buffer) =>
    {
        ack.Write(buffer);
        new AckFrame(ack.Alias, Math.Max(1, ack.Through - 5)).Write(buffer);
    });

    /// <summary>Each confirms what was never sent.</summary>
    public static AckFault Forge() =>
        new(static (ack, buffer) => new AckFrame(ack.Alias, ack.Through + 1_000_000).Write(buffer));

    public override async ValueTask PassAsync(WebSocketFrame frame, FaultSink sink)
    {
        if (!frame.IsMessage || Rewrite(frame.Payload) is not { } payload)
        {
            await sink.ForwardAsync(frame);
            return;
        }

        Strike();
        if (payload.Length > 0)
        {
            await sink.WriteAsync(frame.With(payload));
        }
    }

    /// <summary>The message with its acks changed; <c>null</c> where it holds none.</summary>
    private byte[]? Rewrite(ReadOnlySpan<byte> message)
    {
        var reader = new FrameReader(message);
        var buffer = new WireBuffer();
        var (rest, changed) = (0, false);
        var others = new List<byte>();
        while (reader.Read() == FrameReadResult.Frame)
        {
            if (reader.Type == FrameType.Ack && AckFrame.TryRead(reader.Body, out var ack))
            {
                changed = true;
                change(ack, buffer);
            }
            else
            {
                others.AddRange(message.Slice(rest, reader.FrameLength));
            }

            rest += reader.FrameLength;
        }

        // Their place among the other frames means nothing, only their order among themselves.
        return changed ? [.. others, .. buffer.Written.Span] : null;
    }
}
