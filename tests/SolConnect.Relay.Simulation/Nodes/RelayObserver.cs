using SolConnect.Relay.Core.Wire;
using SolConnect.Relay.Simulation.Histories;

namespace SolConnect.Relay.Simulation.Nodes;

/// <summary>
/// Reads along what clients and a relay say to each other and writes it into the history. What a relay confirmed on the
/// wire is what counts, whatever its log looks like inside.
/// </summary>
internal sealed class RelayObserver(World world)
{
    public void SeeFromClient(WireTap tap, int log, ReadOnlySpan<byte> message)
    {
        var reader = new FrameReader(message);
        while (!tap.IsClosed && reader.Read() == FrameReadResult.Frame)
        {
            switch (reader.Type)
            {
                case FrameType.Hello when HelloFrame.TryRead(reader.Body, out var hello):
                    tap.Learn(hello);
                    break;
                case FrameType.Topic when TopicFrame.TryRead(reader.Body, out var topic):
                    tap.Learn(topic);
                    break;
                case FrameType.Publish when PublishFrame.TryRead(reader.Body, int.MaxValue, out var publish):
                    var payload = PayloadHash.Of(publish.Payload);
                    world.History.RelaySaw(log, Client(tap), Topic(tap, publish.Alias), publish.Sequence, payload);
                    break;
                case FrameType.Tombstone when TombstoneFrame.TryRead(reader.Body, out var tombstone):
                    SeeSettled(tap, log, tombstone.Alias, tombstone.Sequence, tombstone.Sequence);
                    break;
                case FrameType.Mark when MarkFrame.TryRead(reader.Body, out var mark):
                    SeeSettled(tap, log, mark.Alias, 1, mark.Through);
                    break;
            }
        }
    }

    public void SeeFromRelay(WireTap tap, int log, ReadOnlySpan<byte> message)
    {
        var reader = new FrameReader(message);
        while (reader.Read() == FrameReadResult.Frame)
        {
            if (reader.Type == FrameType.Ack && AckFrame.TryRead(reader.Body, out var ack))
            {
                tap.Learn(ack);
                world.History.RelayAcked(log, Client(tap), Topic(tap, ack.Alias), ack.Through);
            }
            else if (reader.Type == FrameType.Reject && RejectFrame.TryRead(reader.Body, out var reject))
            {
                world.History.RelayRejected(log, Client(tap), Topic(tap, reject.Alias), reject.Sequence);
            }
        }
    }

    private void SeeSettled(WireTap tap, int log, int alias, long first, long last) =>
        world.History.RelaySawSettled(log, Client(tap), Topic(tap, alias), first, last);

    private int Client(WireTap tap) => world.ClientOf(tap.Producer);

    private int Topic(WireTap tap, int alias) => world.TopicOf(tap.Topic(alias));
}
