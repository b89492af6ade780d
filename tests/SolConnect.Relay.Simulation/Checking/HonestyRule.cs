using SolConnect.Relay.Core.Delivery;
using SolConnect.Relay.Simulation.Histories;

namespace SolConnect.Relay.Simulation.Checking;

/// <summary>
/// A receipt claims no more relays than confirmed the message, no fewer than were promised, and names an id that belongs
/// to this message alone; and what is said never to have left the client was seen by no relay.
/// </summary>
internal sealed class HonestyRule : IHistoryRule
{
    public void See(in HistoryEvent line, Replay known, Verdict verdict)
    {
        if (line.Kind == HistoryKind.RelaySaw)
        {
            CheckIdentity(line, known, verdict);
            return;
        }

        if (line.Kind != HistoryKind.Settled || (SendOutcome)line.Code != SendOutcome.Receipted)
        {
            return;
        }

        var message = known.Messages[line.Message];
        if (!known.IsIdOf(message, line.Sequence))
        {
            verdict.Message(
                Promise.HonestOutcome, known, message,
                $"The receipt of message {line.Message} names #{line.Sequence}, which is not its id or is another message's.");
            return;
        }

        var confirmed = known.Terms.SeesRelays ? RelaysThatConfirmed(message, known) : known.Terms.RelaysInSet;
        var promised = Promised(known.Clients[message.Client], line.At);
        if (line.Acks > confirmed || line.Acks < promised)
        {
            verdict.Message(
                Promise.HonestOutcome, known, message,
                $"The receipt of message {line.Message} tells of {line.Acks} acks; {confirmed} relays can have confirmed it, "
                + $"and at least {promised} were promised.");
        }
    }

    public void Conclude(Replay known, Verdict verdict)
    {
        foreach (var message in known.Messages)
        {
            if (message is { IsAbandoned: true, Status: DeliveryStatus.NotSent, WasSeen: true })
            {
                verdict.Message(
                    Promise.HonestOutcome, known, message,
                    $"Message {message.Number} was reported as never sent, and a relay saw it.");
            }
        }
    }

    private static void CheckIdentity(in HistoryEvent line, Replay known, Verdict verdict)
    {
        if (known.ByPayload(line.Payload) is not { } message)
        {
            verdict.Add(new(Promise.NoPhantom, $"Log {line.Log} was sent a payload that nobody published.")
            {
                Index = known.Index,
                Client = line.Client,
                Topic = line.Topic,
            });
        }
        else if (message.Client != line.Client || message.Topic != line.Topic
            || (message.Sequence != 0 && message.Sequence != line.Sequence)
            || (known.Stream(line.Client, line.Topic).At(line.Sequence) is { } owner && owner != message))
        {
            verdict.Message(
                Promise.HonestOutcome, known, message,
                $"Message {message.Number} was sent as client {line.Client} topic {line.Topic} #{line.Sequence}, which is not "
                + "its id or is another message's.");
        }
    }

    private static int RelaysThatConfirmed(MessageFacts message, Replay known)
    {
        var relays = 0UL;
        foreach (var log in known.Logs)
        {
            relays |= log.Confirmed(message) ? 1UL << log.Relay : 0;
        }

        return System.Numerics.BitOperations.PopCount(relays);
    }

    private static int Promised(ClientFacts client, Instant now) =>
        client.Terms.RequiredAcks ?? Math.Max(1, Math.Min(client.TrustedRelays(now), Math.Min(2, client.RelaysInSet(now, now))));
}
