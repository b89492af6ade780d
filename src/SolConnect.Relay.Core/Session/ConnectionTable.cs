using SolConnect.Relay.Core.Delivery;
using SolConnect.Relay.Core.Health;
using SolConnect.Relay.Core.Wire;

namespace SolConnect.Relay.Core.Session;

/// <summary>The connections that live, by number, and what waits to be written on them.</summary>
internal sealed class ConnectionTable(SessionContext context)
{
    private const int MaxSpareBuffers = 8;

    private readonly Dictionary<int, Connection> _byNumber = [];
    private readonly RingBuffer<Connection> _dirty = new();
    private readonly Stack<WireBuffer> _spare = [];
    private int _lastNumber;

    public Dictionary<int, Connection>.ValueCollection All => _byNumber.Values;

    /// <summary>The one place where an input from a connection that is gone is recognized.</summary>
    public Connection? Find(int number) => _byNumber.GetValueOrDefault(number);

    /// <summary>Dials a relay; one that has a connection gets a challenger beside it.</summary>
    public Connection Dial(RelayNode relay)
    {
        var connection = new Connection(
            ++_lastNumber, relay, context.Now, new SilenceTimers(context.Options.FailoverThreshold).LongestRoundTrip);
        if (relay.Connection is null)
        {
            relay.Connection = connection;
        }
        else
        {
            relay.Challenger = connection;
        }

        relay.Dials.Started();

        _byNumber.Add(connection.Number, connection);
        context.Effects.Add(SessionEffect.Dial(connection.Number, relay.Endpoint, relay.Dials.Admission.WantsFreshToken));
        return connection;
    }

    public void Remove(Connection connection)
    {
        _byNumber.Remove(connection.Number);
        connection.Phase = ConnectionPhase.Gone;
        var relay = connection.Relay;
        if (relay.Connection == connection)
        {
            relay.Connection = relay.Challenger;
        }

        relay.Challenger = null;
    }

    /// <summary>Where the connection's next control frame goes: it leaves with the next write, ahead of messages.</summary>
    public WireBuffer Control(Connection connection)
    {
        MarkDirty(connection);
        context.Counters.FramesSent++;
        return connection.Pending ??= Rent();
    }

    public void MarkDirty(Connection connection)
    {
        if (!connection.IsDirty)
        {
            connection.IsDirty = true;
            _dirty.PushBack(connection);
        }
    }

    /// <summary>The socket took a buffer; the connection may have more.</summary>
    public void Written(Connection connection, WireBuffer buffer)
    {
        connection.OutstandingWrites--;
        Invariant.Holds(connection.OutstandingWrites >= 0, "a write is answered once");
        Return(buffer);
        if (connection.Pending is not null || connection.ReadyCount > 0)
        {
            MarkDirty(connection);
        }
    }

    /// <summary>Turns what waits on one connection into a write. Returns whether there was any.</summary>
    public bool TryFlush(PublishEncoder encoder)
    {
        while (_dirty.Count > 0)
        {
            var connection = _dirty.PopFront();
            connection.IsDirty = false;
            if (connection.Phase != ConnectionPhase.Gone && connection.OutstandingWrites < Connection.MaxOutstandingWrites
                && Flush(connection, encoder))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Writes what is pending without looking at write slots: the connection is about to close.</summary>
    public void FlushLast(Connection connection)
    {
        if (connection.Pending is { Length: > 0 } pending)
        {
            connection.Pending = null;
            Write(connection, pending);
        }
    }

    private bool Flush(Connection connection, PublishEncoder encoder)
    {
        var buffer = connection.Pending ?? Rent();
        connection.Pending = null;
        if (connection.IsOpen)
        {
            encoder.Encode(connection, buffer);
        }

        if (buffer.Length == 0)
        {
            Return(buffer);
            return false;
        }

        connection.OutstandingWrites++;
        Write(connection, buffer);
        if (connection.ReadyCount > 0 && !connection.IsWindowFull)
        {
            MarkDirty(connection);
        }

        return true;
    }

    private void Write(Connection connection, WireBuffer buffer)
    {
        context.Counters.BytesSent += buffer.Length;
        connection.Relay.Traffic.BytesSent += buffer.Length;
        context.Effects.Add(SessionEffect.Write(connection.Number, buffer));
    }

    private WireBuffer Rent() => _spare.TryPop(out var buffer) ? buffer : new WireBuffer();

    private void Return(WireBuffer buffer)
    {
        buffer.Clear();
        if (_spare.Count < MaxSpareBuffers)
        {
            _spare.Push(buffer);
        }
    }
}
