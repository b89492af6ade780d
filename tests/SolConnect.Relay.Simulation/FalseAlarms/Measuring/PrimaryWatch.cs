using SolConnect.Relay.Core.Wire;

namespace SolConnect.Relay.Simulation.FalseAlarms.Measuring;

/// <summary>
/// Reads along on the primary's connection and tells the fixed timeouts how long its acknowledgements take: what a
/// client that talks to that relay alone would see.
/// </summary>
internal sealed class PrimaryWatch(params FixedTimeout[] timeouts)
{
    private readonly Queue<(long Sequence, Instant SentAt)> _waiting = new();
    private int _connection;
    private long _highest;

    public IReadOnlyList<FixedTimeout> Timeouts => timeouts;

    /// <summary>Another connection is the primary's from now on; what waits on the old one is let go.</summary>
    public void Follow(int connection)
    {
        if (connection != _connection)
        {
            _connection = connection;
            _waiting.Clear();
        }
    }

    public void SeeWritten(int connection, ReadOnlySpan<byte> message, Instant now)
    {
        if (connection != _connection)
        {
            return;
        }

        var reader = new FrameReader(message);
        while (reader.Read() == FrameReadResult.Frame)
        {
            if (reader.Type == FrameType.Publish && PublishFrame.TryRead(reader.Body, int.MaxValue, out var publish)
                && publish.Sequence > _highest)
            {
                _highest = publish.Sequence;
                _waiting.Enqueue((publish.Sequence, now));
            }
        }
    }

    public void SeeReceived(int connection, ReadOnlySpan<byte> message, Instant now)
    {
        if (connection != _connection)
        {
            return;
        }

        var reader = new FrameReader(message);
        while (reader.Read() == FrameReadResult.Frame)
        {
            if (reader.Type == FrameType.Ack && AckFrame.TryRead(reader.Body, out var ack))
            {
                Acknowledged(ack.Through, now);
            }
        }
    }

    private void Acknowledged(long through, Instant now)
    {
        while (_waiting.TryPeek(out var oldest) && oldest.Sequence <= through)
        {
            _waiting.Dequeue();
            foreach (var timeout in timeouts)
            {
                timeout.Acknowledged(oldest.SentAt, now);
            }
        }
    }
}
