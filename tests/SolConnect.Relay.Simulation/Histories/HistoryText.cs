using System.Globalization;
using SolConnect.Relay.Core.Delivery;
using SolConnect.Relay.Core.Session;
using SolConnect.Relay.Simulation.Faults;

namespace SolConnect.Relay.Simulation.Histories;

/// <summary>Says one line of a history in words.</summary>
internal static class HistoryText
{
    public static string Of(in HistoryEvent line) => string.Create(
        CultureInfo.InvariantCulture, $"{line.At.Ticks / 10_000_000.0,12:F6}  {What(line)}");

    private static string What(in HistoryEvent line) => line.Kind switch
    {
        HistoryKind.Published => $"client {line.Client} publishes message {line.Message} on topic {line.Topic}",
        HistoryKind.CancelAsked => $"client {line.Client} cancels message {line.Message}",
        HistoryKind.Settled => $"client {line.Client}: message {line.Message} ends as {(SendOutcome)line.Code}"
            + Details(line),
        HistoryKind.Released => $"client {line.Client} lets go of message {line.Message}",
        HistoryKind.SubscribeAsked => $"client {line.Client} asks for subscription {line.Subscription}"
            + $" on topic {line.Topic} from {(SubscriptionStart)line.Code}",
        HistoryKind.Subscribed => $"subscription {line.Subscription} is confirmed",
        HistoryKind.UnsubscribeAsked => $"subscription {line.Subscription} is given up",
        HistoryKind.Delivered => $"subscription {line.Subscription} gets {Stream(line)} #{line.Sequence}"
            + (line.Acks == 1 ? " after a gap" : ""),
        HistoryKind.Gap => $"subscription {line.Subscription} reports a gap of client {line.Client}"
            + $" #{line.Sequence} to #{line.Last}: {(GapReason)line.Code}",
        HistoryKind.SubscriptionEnded => $"subscription {line.Subscription} ends: {(SubscriptionEndKind)line.Code}",
        HistoryKind.Stored => $"subscription {line.Subscription} is stored after {line.Sequence} messages",
        HistoryKind.Resumes => $"subscription {line.Subscription} goes on from what was stored of {line.Last}",
        HistoryKind.RelaySaw => $"log {line.Log} sees {Stream(line)} #{line.Sequence}",
        HistoryKind.RelaySawSettled => $"log {line.Log} sees {Stream(line)} settled #{line.Sequence} to #{line.Last}",
        HistoryKind.RelayRejected => $"log {line.Log} rejects {Stream(line)} #{line.Sequence}",
        HistoryKind.RelayAcked => $"log {line.Log} acknowledges {Stream(line)} through #{line.Last}",
        HistoryKind.LogBegan => $"relay {line.Relay} begins log {line.Log}",
        HistoryKind.LogLost => $"relay {line.Relay} loses log {line.Log}",
        HistoryKind.RelayOpened => $"client {line.Client} is welcomed by relay {line.Relay}",
        HistoryKind.RelayLost => $"client {line.Client} loses relay {line.Relay}",
        HistoryKind.RelaySuspected => $"client {line.Client} suspects relay {line.Relay}",
        HistoryKind.RelayTrusted => $"client {line.Client} trusts relay {line.Relay} again",
        HistoryKind.RelayGivenUp => $"client {line.Client} gives relay {line.Relay} up: {(CloseReason)line.Code}",
        HistoryKind.Fault => $"fault {(FaultKind)line.Code}: {Whom("client", line.Client)}, {Whom("relay", line.Relay)},"
            + string.Create(CultureInfo.InvariantCulture, $" until {line.Until.Ticks / 10_000_000.0:F6}"),
        HistoryKind.Healed => "everything heals",
        HistoryKind.Checkpoint => "checkpoint",
        HistoryKind.StateSeen => $"client {line.Client} is {(TransportState)line.Code}",
        HistoryKind.DrainAsked => $"client {line.Client} is asked to drain",
        HistoryKind.Drained => $"client {line.Client} has drained",
        HistoryKind.StopAsked => $"client {line.Client} is asked to stop",
        HistoryKind.Stopped => $"client {line.Client} has stopped",
        HistoryKind.Peak => $"peak {(PeakKind)line.Code} of {Whom("client", line.Client)}, {Whom("relay", line.Relay)},"
            + $" subscription {line.Subscription}: {line.Sequence} of {line.Last}",
        HistoryKind.ListSeen => $"client {line.Client} sees a list whose set is {line.Payload:b}",
        HistoryKind.RelayLeft => $"client {line.Client} leaves relay {line.Relay}",
        _ => line.Kind.ToString(),
    };

    private static string Details(in HistoryEvent line) => (SendOutcome)line.Code == SendOutcome.Receipted
        ? $" #{line.Sequence} with {line.Acks} acks"
        : $" #{line.Sequence}, {line.Status}";

    private static string Stream(in HistoryEvent line) => $"client {line.Client} topic {line.Topic}";

    private static string Whom(string what, int number) => number < 0 ? $"every {what}" : $"{what} {number}";
}
