using SolConnect.Relay.Core.Wire;
using SolConnect.Relay.Server.Hub.Subscriptions;

namespace SolConnect.Relay.Server.Hub.Connections;

/// <summary>
/// What a connection is owed, as state instead of encoded bytes: it is written when a write slot is free, so a slow
/// reader costs a few numbers, not a buffer. Answers go before records, and subscriptions take turns.
/// </summary>
internal sealed class ConnectionOutput
{
    private readonly Queue<TopicAlias> _aliases = new();
    private readonly Queue<long> _pongs = new();
    private readonly Queue<int> _refused = new();
    private readonly Queue<HubSubscription> _announcements = new();
    private readonly Queue<HubSubscription> _cursors = new();
    private WelcomeFrame? _welcome;
    private GoAwayFrame? _goAway;
    private SetVerdictFrame? _setVerdict;

    public int PongsPending => _pongs.Count;

    public int RefusalsPending => _refused.Count;

    public bool IsEmpty =>
        _welcome is null && _goAway is null && _setVerdict is null && _aliases.Count == 0 && _pongs.Count == 0 && _refused.Count == 0
        && _announcements.Count == 0 && _cursors.Count == 0;

    public void Add(in WelcomeFrame frame) => _welcome = frame;

    public void Add(in GoAwayFrame frame) => _goAway = frame;

    /// <summary>One that was not written yet is out of date.</summary>
    public void Add(in SetVerdictFrame frame) => _setVerdict = frame;

    public void Pong(long nonce) => _pongs.Enqueue(nonce);

    /// <summary>A Subscribe that the relay does not take.</summary>
    public void Refuse(int subscription) => _refused.Enqueue(subscription);

    public void Add(TopicAlias alias)
    {
        if (!alias.IsQueued)
        {
            alias.IsQueued = true;
            _aliases.Enqueue(alias);
        }
    }

    public void Add(HubSubscription cursor)
    {
        if (!cursor.IsQueued && cursor.HasOutput)
        {
            cursor.IsQueued = true;
            (cursor.IsAnnounced ? _cursors : _announcements).Enqueue(cursor);
        }
    }

    /// <summary>One batch: answers first, then records, up to <see cref="WireProtocol.CoalesceBytes"/>.</summary>
    public void Write(WireBuffer buffer, in HubStatus status)
    {
        WriteAnswers(buffer, status);
        while (buffer.Length < WireProtocol.CoalesceBytes && TryWriteNext(buffer, status.Log))
        {
        }
    }

    private bool TryWriteNext(WireBuffer buffer, LogId log)
    {
        if (_announcements.TryPeek(out var cursor))
        {
            cursor.WriteAnnouncement(buffer, log);
            if (!cursor.IsAnnounced && !cursor.IsEnded)
            {
                return false;
            }

            _announcements.Dequeue();
        }
        else if (_cursors.TryDequeue(out cursor))
        {
            cursor.Write(buffer);
        }
        else
        {
            return false;
        }

        cursor.IsQueued = false;
        Add(cursor);
        return true;
    }

    public void WriteAnswers(WireBuffer buffer, in HubStatus status)
    {
        _welcome?.Write(buffer);
        _welcome = null;
        _goAway?.Write(buffer);
        _goAway = null;
        _setVerdict?.Write(buffer);
        _setVerdict = null;
        while (buffer.Length < WireProtocol.CoalesceBytes && _aliases.TryDequeue(out var alias))
        {
            alias.IsQueued = false;
            alias.Write(buffer);
        }

        while (buffer.Length < WireProtocol.CoalesceBytes && _pongs.TryDequeue(out var nonce))
        {
            new PongFrame(nonce, status.LoadPerMille, status.Clock).Write(buffer);
        }

        while (buffer.Length < WireProtocol.CoalesceBytes && _refused.TryDequeue(out var subscription))
        {
            new SubscribedFrame(subscription, SubscribeOutcome.Refused, status.Log, 0, 0, More: false, [])
                .Write(buffer);
        }
    }
}
