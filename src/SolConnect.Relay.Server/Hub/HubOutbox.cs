using SolConnect.Relay.Core.Wire;
using SolConnect.Relay.Server.Hub.Connections;
using SolConnect.Relay.Server.Hub.Log;

namespace SolConnect.Relay.Server.Hub;

/// <summary>
/// Everything that leaves the hub. Connections that have something to send wait here for their turn, and a batch is
/// encoded only when it is taken and its connection has a write slot free.
/// </summary>
internal sealed class HubOutbox(Func<HubStatus> status)
{
    private const int MaxWritesOutstanding = 2;

    private readonly WriteBuffers _buffers = new();
    private readonly Queue<HubEffect> _effects = new();
    private readonly Queue<HubConnection> _ready = new();
    private readonly Queue<TopicLog> _news = new();

    public void Report(in HubEffect effect) => _effects.Enqueue(effect);

    /// <summary>
    /// Records were appended: the topic's cursors are told once, however many records there are by then.
    /// </summary>
    public void Announce(TopicLog topic)
    {
        if (!topic.HasNews)
        {
            topic.HasNews = true;
            _news.Enqueue(topic);
        }
    }

    public void Schedule(HubConnection connection)
    {
        if (!connection.IsQueued && connection.WritesOutstanding < MaxWritesOutstanding && !connection.Output.IsEmpty)
        {
            connection.IsQueued = true;
            _ready.Enqueue(connection);
        }
    }

    /// <summary>
    /// Ends a connection with what it is still owed: acks for what is in the log, and the reason. A peer that does not
    /// read misses both, because nothing waits for it here.
    /// </summary>
    public void End(HubConnection connection, HubClose close, ErrorFrame? error)
    {
        if (connection.WritesOutstanding < MaxWritesOutstanding)
        {
            var buffer = _buffers.Rent();
            connection.Output.WriteAnswers(buffer, status());
            error?.Write(buffer);
            Write(connection.Number, buffer);
        }

        _effects.Enqueue(HubEffect.Close(connection.Number, close));
    }

    /// <summary>Ends a connection that never got a place.</summary>
    public void Refuse(int number, HubClose close, in ErrorFrame error)
    {
        var buffer = _buffers.Rent();
        error.Write(buffer);
        Write(number, buffer);
        _effects.Enqueue(HubEffect.Close(number, close));
    }

    public void Return(WireBuffer buffer) => _buffers.Return(buffer);

    public bool TryTake(out HubEffect effect)
    {
        while (_news.TryDequeue(out var topic))
        {
            WakeCursors(topic);
        }

        if (_effects.TryDequeue(out effect))
        {
            return true;
        }

        while (_ready.TryDequeue(out var connection))
        {
            connection.IsQueued = false;
            if (TryEncode(connection, out var buffer))
            {
                effect = HubEffect.Write(connection.Number, buffer);
                return true;
            }
        }

        return false;
    }

    public void Clear()
    {
        _effects.Clear();
        _ready.Clear();
    }

    private void Write(int number, WireBuffer buffer)
    {
        if (buffer.Length > 0)
        {
            _effects.Enqueue(HubEffect.Write(number, buffer));
        }
        else
        {
            _buffers.Return(buffer);
        }
    }

    private void WakeCursors(TopicLog topic)
    {
        topic.HasNews = false;
        foreach (var cursor in topic.Cursors)
        {
            cursor.Connection.Output.Add(cursor);
            Schedule(cursor.Connection);
        }
    }

    private bool TryEncode(HubConnection connection, out WireBuffer buffer)
    {
        buffer = _buffers.Rent();
        if (connection.Phase == HubConnectionPhase.Open && connection.WritesOutstanding < MaxWritesOutstanding)
        {
            connection.Output.Write(buffer, status());
        }

        if (buffer.Length == 0)
        {
            _buffers.Return(buffer);
            return false;
        }

        connection.WritesOutstanding++;
        Schedule(connection);
        return true;
    }
}
