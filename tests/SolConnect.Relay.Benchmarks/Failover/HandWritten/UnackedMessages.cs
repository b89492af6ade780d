using System.Diagnostics;
using SolConnect.Relay.Benchmarks.Failover.Measuring;

namespace SolConnect.Relay.Benchmarks.Failover.HandWritten;

/// <summary>What was sent and not acknowledged, oldest first. Thread-safe.</summary>
internal sealed class UnackedMessages(MessageLog log)
{
    private readonly Lock _lock = new();
    private readonly Queue<(int Number, byte[] Payload, long At)> _waiting = [];
    private HandWrittenConnection? _connection;
    private long _attachedAt;
    private long _acked;

    /// <summary>How long the oldest has waited on the connection of now; zero while there is none.</summary>
    public TimeSpan OldestWaits
    {
        get
        {
            lock (_lock)
            {
                return _waiting.TryPeek(out var oldest) && _connection is not null
                    ? Stopwatch.GetElapsedTime(Math.Max(oldest.At, _attachedAt))
                    : TimeSpan.Zero;
            }
        }
    }

    /// <summary>Keeps a message, and sends it where there is a connection.</summary>
    public void Add(int number, byte[] payload)
    {
        lock (_lock)
        {
            _waiting.Enqueue((number, payload, Stopwatch.GetTimestamp()));
            _connection?.Publish(payload);
        }
    }

    /// <summary>Sends everything again on a new connection. Returns how many that were.</summary>
    public int Attach(HandWrittenConnection connection)
    {
        lock (_lock)
        {
            (_connection, _attachedAt, _acked) = (connection, Stopwatch.GetTimestamp(), 0);
            foreach (var (_, payload, _) in _waiting)
            {
                connection.Publish(payload);
            }

            return _waiting.Count;
        }
    }

    public void Detach()
    {
        lock (_lock)
        {
            _connection = null;
        }
    }

    /// <summary>Acks are cumulative, and count the messages of one connection.</summary>
    public void Acknowledge(long through)
    {
        lock (_lock)
        {
            for (; _acked < through; _acked++)
            {
                log.Receipt(_waiting.Dequeue().Number);
            }
        }
    }
}
