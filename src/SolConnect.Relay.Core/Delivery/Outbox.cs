using SolConnect.Relay.Core.Session;
using SolConnect.Relay.Core.Wire;

namespace SolConnect.Relay.Core.Delivery;

/// <summary>
/// The producer's half of the delivery rules: numbers, receipts, retirement, eviction, tombstones. It knows which relay has
/// acknowledged what, and nothing about sockets.
/// </summary>
internal sealed class Outbox(
    SessionContext context, RelayRoster roster, PublishingSet publishing, Action<RelayNode, TopicCursor> makeReady)
{
    private readonly Dictionary<string, TopicOutbox> _topics = [];
    private readonly List<TopicOutbox> _active = [];
    private readonly RingBuffer<TopicOutbox> _evictable = new();
    private readonly PendingSends _pending = new();
    private readonly List<OutboundMessage> _scratch = [];
    private long _messages;
    private long _bytes;

    public IdleTopics Idle { get; } = new();

    /// <summary>
    /// Numbers that one topic may have given out and not retired, tombstones included: beyond it, messages wait without one.
    /// </summary>
    public int MaxNumbered => 2 * context.Options.OutboxCapacity;

    public long Pending => context.Counters.Pending;

    /// <summary>When the oldest send without an outcome was accepted; <see cref="Instant.Never"/>: there is none.</summary>
    public Instant OldestPendingAt => _pending.Oldest?.AcceptedAt ?? Instant.Never;

    /// <summary>When that send runs out of time.</summary>
    public Instant NextTimeout => OldestPendingAt + context.Options.MessageTimeout;

    public void Accept(OutboundMessage message)
    {
        message.Enter(context.Identity);

        // A shell sets the moment of the call, because waiting for a slot counts towards MessageTimeout.
        message.AcceptedAt = message.AcceptedAt == default ? context.Now : message.AcceptedAt;
        if (!_topics.TryGetValue(message.Topic, out var topic))
        {
            if (_topics.Count >= context.Options.MaxTopics)
            {
                context.Counters.MessagesFailed++;
                message.State = OutboundState.Released;
                message.End(SendOutcome.TooManyTopics, DeliveryStatus.NotSent, acks: 0, default, elapsed: TimeSpan.Zero);
                context.Effects.Add(SessionEffect.SendSettled(message));
                context.Effects.Add(SessionEffect.SendReleased(message));
                return;
            }

            topic = new TopicOutbox(message.Topic, roster.Slots);
            _topics.Add(message.Topic, topic);
        }

        context.Counters.Retained = ++_messages;
        _bytes += message.Size;
        context.Counters.Pending++;
        context.Traffic.Note(context.Now);
        context.Hedges.Earn();
        topic.Accept(message);
        _pending.Add(message);
        MakeRoom();
        MakeNumbers(topic);
        Activate(topic);
        Touch(topic);
        if (RejectIfRefusedEverywhere(topic, "refused on every relay of the set"))
        {
            return;
        }

        MakeReady(topic);
    }

    /// <summary>The caller no longer waits. A message that was never encoded takes no number; otherwise its number goes on as a tombstone.</summary>
    public void Cancel(OutboundMessage message)
    {
        if (message.State is OutboundState.Waiting or OutboundState.InFlight)
        {
            Abandon(message, SendOutcome.Cancelled, null);
        }
    }

    /// <summary>Ends what has waited for <c>MessageTimeout</c>.</summary>
    public void Expire()
    {
        while (_pending.Oldest is { } oldest && NextTimeout <= context.Now)
        {
            Abandon(oldest, SendOutcome.TimedOut, null);
        }
    }

    /// <summary>Ends every send that has no outcome, and lets go of all messages.</summary>
    public void EndAll(SendOutcome outcome)
    {
        while (_pending.Oldest is { } oldest)
        {
            Abandon(oldest, outcome, null);
        }

        foreach (var topic in _active)
        {
            topic.TakeAll(_scratch);
        }

        ReleaseScratch();
        _active.Clear();
    }

    /// <summary>A relay acknowledged a topic through a sequence that was sent to it.</summary>
    public void Acknowledge(TopicCursor cursor, long through)
    {
        cursor.Acked = Math.Max(cursor.Acked, through);

        // A relay that holds more than we sent on this connection got it on an earlier one: no need to send it again.
        cursor.Next = Math.Max(cursor.Next, through + 1);
        Progress(cursor.Topic);
    }

    /// <summary>A relay refused a topic for good. When all have, what waits on it ends as rejected.</summary>
    public void Refuse(TopicCursor cursor, RejectCode code)
    {
        cursor.IsRefused = true;
        if (!RejectIfRefusedEverywhere(cursor.Topic, $"refused on every relay of the set, last with {code}"))
        {
            MakeReady(cursor.Topic);
            Progress(cursor.Topic);
        }
    }

    /// <summary>The set of trusted or publishing relays changed: receipts may be due with fewer acks, and newcomers want everything.</summary>
    public void MembershipChanged()
    {
        for (var index = _active.Count - 1; index >= 0; index--)
        {
            var topic = _active[index];
            MakeReady(topic);
            Progress(topic);
        }
    }

    /// <summary>A relay has opened: it learns of every topic what is settled before it gets anything new.</summary>
    public void Announce(RelayNode relay)
    {
        foreach (var topic in _topics.Values)
        {
            if (topic.Floor > 1 && relay.Connection is { } connection)
            {
                var cursor = topic.CursorOf(relay.Slot);
                cursor.Enter(connection.Number, relay.Log);
                makeReady(relay, cursor);
            }
        }
    }

    /// <summary>There are more relays than there ever were at a time.</summary>
    public void Widen()
    {
        foreach (var topic in _topics.Values)
        {
            topic.Widen(roster.Slots);
        }
    }

    /// <summary>A relay is left for good. It is not published to any more, so nothing waits for it.</summary>
    public void Forget(RelayNode relay)
    {
        foreach (var topic in _topics.Values)
        {
            topic.Cursors[relay.Slot] = null;
        }
    }

    /// <summary>Topics that have been idle tell the relays that may not know it what is settled: the tail has no later message to reveal it.</summary>
    public void TellIdleTopics()
    {
        while (Idle.TryTakeDue(context.Now) is { } topic)
        {
            foreach (var relay in roster.Read)
            {
                if (relay.IsOpen && topic.Floor > 1)
                {
                    makeReady(relay, topic.CursorOf(relay.Slot));
                }
            }
        }
    }

    private void MakeReady(TopicOutbox topic)
    {
        foreach (var relay in publishing.Set)
        {
            if (publishing.Publishes(topic, relay))
            {
                makeReady(relay, topic.CursorOf(relay.Slot));
            }
        }
    }

    private void Progress(TopicOutbox topic)
    {
        var set = publishing.Set;
        var refusals = publishing.Refusals(topic);
        var retired = Math.Min(topic.Last, AckTally.Through(topic, set, publishing.RequiredLogs(refusals), trustedOnly: false));
        var receipted = Math.Min(
            topic.Last, AckTally.Through(topic, set, publishing.ReceiptLogs(refusals), trustedOnly: true));
        receipted = Math.Max(receipted, retired);
        var acks = (Logs: 0, Weakest: default(Durability), Through: 0L);
        for (var sequence = Math.Max(topic.SettledThrough + 1, topic.Floor); sequence <= receipted; sequence++)
        {
            if (topic[sequence] is { State: OutboundState.InFlight } message)
            {
                acks = sequence <= acks.Through ? acks : AckTally.Of(topic, set, sequence);
                Receipt(topic, message, acks.Logs, acks.Weakest);
            }
        }

        topic.SettleThrough(receipted);
        if (topic.Floor <= retired)
        {
            while (topic.Floor <= retired)
            {
                Retire(topic);
            }

            Touch(topic);
            ReleaseScratch();
            WakeWaiting(topic);
        }

        MakeNumbers(topic);
        if (topic.CanEvict && !topic.IsInEvictionQueue)
        {
            topic.IsInEvictionQueue = true;
            _evictable.PushBack(topic);
        }

        Deactivate(topic);
    }

    private void Receipt(TopicOutbox topic, OutboundMessage message, int logs, Durability weakest)
    {
        Invariant.Holds(logs > 0, "a receipt rests on at least one ack");
        message.State = OutboundState.Receipted;
        context.Counters.MessagesSent++;
        if (context.Failing is { } failing && (failing.IsGone || topic.CursorOf(failing.Slot).Acked < message.Sequence))
        {
            context.Counters.ReceiptsWithoutFailing++;
        }

        message.End(SendOutcome.Receipted, DeliveryStatus.Unknown, logs, weakest, context.Now - message.AcceptedAt);
        Settle(message);
    }

    private void Abandon(OutboundMessage message, SendOutcome outcome, string? detail)
    {
        var topic = _topics[message.Topic];
        var status = outcome == SendOutcome.Rejected ? DeliveryStatus.Rejected
            : message.State == OutboundState.InFlight ? DeliveryStatus.Unknown
            : DeliveryStatus.NotSent;
        context.Counters.MessagesFailed++;
        message.End(outcome, status, acks: 0, default, context.Now - message.AcceptedAt, detail);
        Settle(message);
        if (message.State == OutboundState.InFlight)
        {
            topic.Bury(message);

            // A relay that has seen nothing of it yet gets the tombstone, so that the order has no hole.
            MakeReady(topic);
        }
        else
        {
            topic.EndWaiting(message);
        }

        _scratch.Add(message);
        ReleaseScratch();
        Deactivate(topic);
    }

    private bool RejectIfRefusedEverywhere(TopicOutbox topic, string why)
    {
        if (!publishing.RefusesEverywhere(topic))
        {
            return false;
        }

        for (var sequence = topic.Floor; sequence <= topic.Last; sequence++)
        {
            if (topic[sequence] is { State: OutboundState.InFlight } message)
            {
                Abandon(message, SendOutcome.Rejected, why);
            }
        }

        while (topic.FirstWaiting is { } waiting)
        {
            Abandon(waiting, SendOutcome.Rejected, why);
        }

        return true;
    }

    /// <summary>The gate in front of the outbox counts sends without an outcome, so what is over the limit has one and can go.</summary>
    private void MakeRoom()
    {
        while ((_messages > context.Options.OutboxCapacity || _bytes > context.Options.OutboxBytes) && _evictable.Count > 0)
        {
            var topic = _evictable[0];
            if (topic.CanEvict)
            {
                Retire(topic);
                ReleaseScratch();
                WakeWaiting(topic);
            }
            else
            {
                _evictable.PopFront();
                topic.IsInEvictionQueue = false;
                Deactivate(topic);
            }
        }
    }

    // A relay that is alone retires nothing, so a topic full of tombstones would stop although that relay acknowledges.
    private void MakeNumbers(TopicOutbox topic)
    {
        if (!topic.CanEvict || topic.NumberedCount + topic.WaitingCount <= MaxNumbered)
        {
            return;
        }

        while (topic.CanEvict && topic.NumberedCount + topic.WaitingCount > MaxNumbered)
        {
            Retire(topic);
        }

        ReleaseScratch();
        WakeWaiting(topic);
    }

    // Messages that found no number left are in no connection's queue any more.
    private void WakeWaiting(TopicOutbox topic)
    {
        if (topic.HasWaiting)
        {
            MakeReady(topic);
        }
    }

    private void Retire(TopicOutbox topic)
    {
        if (topic.Retire() is { } message)
        {
            Invariant.Holds(message.State == OutboundState.Receipted, "only a message with its receipt is retired");
            _scratch.Add(message);
        }
    }

    private void Settle(OutboundMessage message)
    {
        _pending.Remove(message);
        context.Counters.Pending--;
        context.Effects.Add(SessionEffect.SendSettled(message));
    }

    private void ReleaseScratch()
    {
        foreach (var message in _scratch)
        {
            _messages--;
            _bytes -= message.Size;
            message.State = OutboundState.Released;
            context.Effects.Add(SessionEffect.SendReleased(message));
        }

        _scratch.Clear();
        context.Counters.Retained = _messages;
    }

    private void Touch(TopicOutbox topic)
    {
        topic.LastActivity = context.Now;
        Idle.Add(topic, context.Now);
    }

    private void Activate(TopicOutbox topic)
    {
        if (topic.ActiveIndex < 0)
        {
            topic.ActiveIndex = _active.Count;
            _active.Add(topic);
        }
    }

    private void Deactivate(TopicOutbox topic)
    {
        if (topic.ActiveIndex < 0 || !topic.IsEmpty)
        {
            return;
        }

        var last = _active[^1];
        _active[topic.ActiveIndex] = last;
        last.ActiveIndex = topic.ActiveIndex;
        _active.RemoveAt(_active.Count - 1);
        topic.ActiveIndex = -1;
    }
}
