using SolConnect.Relay.Core.Delivery;
using SolConnect.Relay.Simulation.Faults;
using SolConnect.Relay.Simulation.Histories;

namespace SolConnect.Relay.Simulation.Checking;

/// <summary>Follows a history and keeps what it has told so far. It judges nothing: the rules do.</summary>
internal sealed class Replay
{
    private readonly List<MessageFacts> _messages = [];
    private readonly Dictionary<ulong, MessageFacts> _byPayload = [];
    private readonly List<SubscriptionFacts> _subscriptions = [];
    private readonly List<LogFacts> _logs = [];
    private readonly StreamFacts?[] _streams;
    private readonly ClientFacts[] _clients;

    public Replay(HistoryTerms terms)
    {
        Terms = terms;
        _streams = new StreamFacts?[terms.Clients.Count * terms.Topics];
        _clients = [.. terms.Clients.Select(client => new ClientFacts(client, terms))];
    }

    public HistoryTerms Terms { get; }

    /// <summary>Of the event that is being looked at.</summary>
    public int Index { get; private set; }

    public IReadOnlyList<MessageFacts> Messages => _messages;

    public IReadOnlyList<SubscriptionFacts> Subscriptions => _subscriptions;

    public IReadOnlyList<LogFacts> Logs => _logs;

    public IReadOnlyList<ClientFacts> Clients => _clients;

    public bool HasHealed { get; private set; }

    public MessageFacts? ByPayload(ulong payload) => _byPayload.GetValueOrDefault(payload);

    public StreamFacts Stream(int client, int topic) => _streams[(client * Terms.Topics) + topic] ??= new();

    /// <summary>Whether a sequence is a message's own. Where relays are not seen, the first who names it is believed.</summary>
    public bool IsIdOf(MessageFacts message, long sequence)
    {
        var owner = Stream(message.Client, message.Topic).At(sequence);
        return owner is null ? !Terms.SeesRelays && sequence > 0 && message.Sequence == 0 : owner == message;
    }

    public bool IsKnownClient(int client) => client >= 0 && client < _clients.Length;

    /// <summary>Takes note of one event, after the rules have looked at it.</summary>
    public void Apply(in HistoryEvent line)
    {
        switch (line.Kind)
        {
            case HistoryKind.Published or HistoryKind.CancelAsked or HistoryKind.Settled or HistoryKind.Released:
                ApplyToMessage(line);
                break;
            case HistoryKind.SubscribeAsked or HistoryKind.Subscribed or HistoryKind.UnsubscribeAsked
                or HistoryKind.Delivered or HistoryKind.Gap or HistoryKind.SubscriptionEnded or HistoryKind.Stored
                or HistoryKind.Resumes:
                ApplyToSubscription(line);
                break;
            case HistoryKind.RelaySaw or HistoryKind.RelaySawSettled or HistoryKind.RelayRejected or HistoryKind.RelayAcked
                or HistoryKind.LogBegan or HistoryKind.LogLost:
                ApplyToLog(line);
                break;
            default:
                ApplyToClient(line);
                break;
        }

        Index++;
    }

    private void ApplyToMessage(in HistoryEvent line)
    {
        if (line.Kind == HistoryKind.Published)
        {
            var added = new MessageFacts
            {
                Number = line.Message,
                Client = line.Client,
                Topic = line.Topic,
                PublishedIndex = Index,
                PublishedAt = line.At,
            };
            _messages.Add(added);
            _byPayload[line.Payload] = added;
            return;
        }

        var message = _messages[line.Message];
        if (line.Kind == HistoryKind.CancelAsked)
        {
            (message.CancelledIndex, message.CancelledAt) = (Index, line.At);
        }
        else if (line.Kind == HistoryKind.Released)
        {
            message.IsReleased = true;
        }
        else
        {
            message.IsSettled = true;
            message.IsReceipted = (SendOutcome)line.Code == SendOutcome.Receipted;
            message.Status = line.Status;
            Stream(message.Client, message.Topic).TryBind(line.Sequence, message);
        }
    }

    private void ApplyToSubscription(in HistoryEvent line)
    {
        if (line.Kind == HistoryKind.SubscribeAsked)
        {
            _subscriptions.Add(
                new(line.Subscription, line.Client, line.Topic, (SubscriptionStart)line.Code, _clients.Length));
            return;
        }

        var subscription = _subscriptions[line.Subscription];
        switch (line.Kind)
        {
            case HistoryKind.Subscribed:
                subscription.Confirm(Index, line.At);
                break;
            case HistoryKind.UnsubscribeAsked:
                subscription.WasGivenUp = true;
                break;
            case HistoryKind.SubscriptionEnded:
                subscription.HasEnded = true;
                break;
            case HistoryKind.Gap when IsKnownClient(line.Client):
                subscription.AddGap(line.Client, line.Sequence, line.Last);
                break;
            case HistoryKind.Stored:
                subscription.Store(line.Sequence);
                break;
            case HistoryKind.Resumes:
                subscription.GoOnFrom(_subscriptions[(int)line.Last]);
                break;
            case HistoryKind.Delivered when ByPayload(line.Payload) is { } message:
                if (!Terms.SeesRelays)
                {
                    // Some relay must have seen it.
                    message.WasSeen = true;
                    Stream(message.Client, message.Topic).TryBind(line.Sequence, message);
                }

                subscription.Deliver(message, line.Sequence);
                break;
        }
    }

    private void ApplyToLog(in HistoryEvent line)
    {
        if (line.Kind == HistoryKind.LogBegan)
        {
            _logs.Add(new(line.Relay, Terms.Topics, _clients.Length));
            return;
        }

        var log = _logs[line.Log];
        switch (line.Kind)
        {
            case HistoryKind.RelaySaw:
                var stream = Stream(line.Client, line.Topic);
                stream.Highest = Math.Max(stream.Highest, line.Sequence);
                log.See(line.Client, line.Topic, line.Sequence);
                if (ByPayload(line.Payload) is { } message)
                {
                    message.WasSeen = true;
                    stream.TryBind(line.Sequence, message);
                }

                break;
            case HistoryKind.RelaySawSettled:
                Stream(line.Client, line.Topic).Highest = Math.Max(Stream(line.Client, line.Topic).Highest, line.Last);
                log.SeeSettled(line.Topic);
                break;
            case HistoryKind.RelayRejected:
                log.Reject(line.Client, line.Topic, line.Sequence);
                break;
            case HistoryKind.RelayAcked:
                log.Acknowledge(line.Client, line.Topic, line.Last, line.At);
                break;
            case HistoryKind.LogLost:
                log.IsAlive = false;
                break;
        }
    }

    private void ApplyToClient(in HistoryEvent line)
    {
        switch (line.Kind)
        {
            case HistoryKind.RelayOpened:
                _clients[line.Client].Open(line.Relay, line.At);
                break;
            case HistoryKind.RelayLost:
                _clients[line.Client].Lose(line.Relay);
                break;
            case HistoryKind.ListSeen:
                _clients[line.Client].Sets.See(line.Payload, line.At);
                break;
            case HistoryKind.RelayLeft:
                _clients[line.Client].Leave(line.Relay, line.At);
                break;
            case HistoryKind.RelaySuspected or HistoryKind.RelayTrusted:
                _clients[line.Client].Trust(line.Relay, line.Kind == HistoryKind.RelayTrusted);
                break;
            case HistoryKind.Fault:
                Disturb(line);
                NotePause(line);
                break;
            case HistoryKind.Healed:
                HasHealed = true;
                break;
            case HistoryKind.StopAsked:
                _clients[line.Client].StopAsked = true;
                break;
            case HistoryKind.Stopped:
                _clients[line.Client].HasStopped = true;
                break;
            case HistoryKind.DrainAsked:
                _clients[line.Client].DrainAsked = true;
                break;
            case HistoryKind.Drained:
                _clients[line.Client].HasDrained = true;
                break;
        }
    }

    private void NotePause(in HistoryEvent fault)
    {
        if ((FaultKind)fault.Code is FaultKind.ClientPause or FaultKind.ClientSuspend)
        {
            var client = _clients[fault.Client];
            client.PausedUntil = Instant.Later(client.PausedUntil, fault.Until);
        }
    }

    private void Disturb(in HistoryEvent fault)
    {
        for (var client = 0; client < _clients.Length; client++)
        {
            for (var relay = 0; relay < Terms.Relays; relay++)
            {
                if ((fault.Client < 0 || fault.Client == client) && (fault.Relay < 0 || fault.Relay == relay))
                {
                    _clients[client].Disturb(relay, Instant.Later(fault.Until, fault.At));
                }
            }
        }
    }
}
