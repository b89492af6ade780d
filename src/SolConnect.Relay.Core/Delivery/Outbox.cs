using SolConnect.Relay.Core.Session;
using SolConnect.Relay.Core.Wire;

namespace SolConnect.Relay.Core.Delivery;

/// <summary>
/// The producer's half of the delivery rules: numbers, receipts, tombstones, and who has to be told what. It knows which relay
/// has acknowledged what, and nothing about sockets. How long a message is kept is the rule of <see cref="Retention"/>.
/// </summary>
internal sealed class Outbox(
    SessionContext context, RelayRoster roster, PublishingSet publishing, KnownTopics topics, Retention retention,
    ActiveTopics active, Action<RelayNode, TopicCursor> makeReady)
{
    private readonly PendingSends _pending = new();

    public IdleTopics Idle { get; } = new();

    public long Pending => context.Counters.Pending;

    /// <summary>When the oldest send without an outcome was accepted; <see cref="Instant.Never"/>: there is none.</summary>
    public Instant OldestPendingAt => _pending.Oldest?.AcceptedAt ?? Instant.Never;

    /// <summary>When that send runs out of time.</summary>
    public Instant NextTimeout => OldestPendingAt + context.Options.MessageTimeout;

    /// <summary>Takes sends in, in their order. What a topic has to do, it does once for those that come one behind the other.</summary>
    public void Accept(ReadOnlySpan<OutboundMessage> messages)
    {
        TopicOutbox? topic = null;
        foreach (var message in messages)
        {
            message.Enter(context.Identity);

            // A shell sets the moment of the call, because waiting for a slot counts towards MessageTimeout.
            message.AcceptedAt = message.AcceptedAt == default ? context.Now : message.AcceptedAt;
            if (topic?.Name != message.Topic)
            {
                Attend(topic);
                topic = topics.FindOrAdd(message.Topic);
            }

            if (topic is null)
            {
                RefuseTopic(message);
                continue;
            }

            retention.Keep(message);
            context.Counters.Pending++;
            context.Hedges.Earn();
            topic.Accept(message);
            _pending.Add(message);
            MakeRoom();
            MakeNumbers(topic);
            active.Add(topic);
        }

        Attend(topic);
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

        List<OutboundMessage> kept = [];
        for (var index = 0; index < active.Count; index++)
        {
            active[index].TakeAll(kept);
        }

        kept.ForEach(retention.Release);
        active.Clear();
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
        for (var index = active.Count - 1; index >= 0; index--)
        {
            var topic = active[index];
            MakeReady(topic);
            Progress(topic);
        }
    }

    /// <summary>A relay has opened: it learns of every topic what is settled before it gets anything new.</summary>
    public void Announce(RelayNode relay)
    {
        foreach (var topic in topics.All)
        {
            if (topic.Floor > 1 && relay.Connection is { } connection)
            {
                var cursor = topic.CursorOf(relay.Slot);
                cursor.Enter(connection.Number, relay.Log);
                makeReady(relay, cursor);
            }
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

    private void RefuseTopic(OutboundMessage message)
    {
        context.Counters.MessagesFailed++;
        message.State = OutboundState.Released;
        message.LeavesWithOutcome = true;
        message.End(SendOutcome.TooManyTopics, DeliveryStatus.NotSent, acks: 0, default, elapsed: TimeSpan.Zero);
        context.Effects.Settle(message);
    }

    private void Attend(TopicOutbox? topic)
    {
        if (topic is null)
        {
            return;
        }

        context.Traffic.Note(context.Now);
        Touch(topic);
        if (!RejectIfRefusedEverywhere(topic, "refused on every relay of the set"))
        {
            MakeReady(topic);
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
                message.LeavesWithOutcome = sequence <= retired;
                Receipt(topic, message, acks.Logs, acks.Weakest);
            }
        }

        topic.SettleThrough(receipted);
        if (retention.RetireThrough(topic, retired))
        {
            Touch(topic);
            WakeWaiting(topic);
        }

        MakeNumbers(topic);
        retention.NoteEvictable(topic);
        active.RemoveIfEmpty(topic);
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
        var topic = topics[message.Topic];
        var status = outcome == SendOutcome.Rejected ? DeliveryStatus.Rejected
            : message.State == OutboundState.InFlight ? DeliveryStatus.Unknown
            : DeliveryStatus.NotSent;
        context.Counters.MessagesFailed++;
        message.LeavesWithOutcome = true;
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

        retention.Release(message);
        active.RemoveIfEmpty(topic);
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

    private void MakeRoom()
    {
        while (retention.TryEvict() is { } topic)
        {
            WakeWaiting(topic);
        }
    }

    private void MakeNumbers(TopicOutbox topic)
    {
        if (retention.MakeNumbers(topic))
        {
            WakeWaiting(topic);
        }
    }

    // Messages that found no number left are in no connection's queue any more.
    private void WakeWaiting(TopicOutbox topic)
    {
        if (topic.HasWaiting)
        {
            MakeReady(topic);
        }
    }

    private void Settle(OutboundMessage message)
    {
        _pending.Remove(message);
        context.Counters.Pending--;
        context.Effects.Settle(message);
    }

    private void Touch(TopicOutbox topic)
    {
        topic.LastActivity = context.Now;
        Idle.Add(topic, context.Now);
    }
}
