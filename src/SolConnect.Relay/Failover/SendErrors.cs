using System.Diagnostics;
using SolConnect.Relay.Core.Delivery;

namespace SolConnect.Relay.Failover;

/// <summary>
/// Turns the outcome of a send into what its caller gets: the receipt, or an error that says what is known.
/// </summary>
internal static class SendErrors
{
    private const string NotSent = "Nothing was sent.";
    private const string Unknown = "It may or may not have been delivered; a copy sent again may arrive twice.";

    public static DeliveryReceipt Receipt(PendingSend send, in SendResult result) => new()
    {
        Id = result.Id,
        Topic = send.Topic,
        Durability = result.Durability,
        Acks = result.Acks,
        WasResent = result.WasResent,
        Elapsed = result.Elapsed,
    };

    public static Exception From(PendingSend send, in SendResult result, OutboxLimits limits) => result.Outcome switch
    {
        SendOutcome.Cancelled => new SendCanceledException(
            result.Status,
            $"Sending {Name(send, result)} was cancelled. {Known(result.Status)}", send.Token)
        { MessageId = IdOf(result) },
        SendOutcome.TimedOut => new SendFailedException(
            RelayErrorCode.SendTimeout, result.Status,
            $"{Start(send, result)} got no receipt within MessageTimeout ({limits.MessageTimeout}). " +
            $"{Known(result.Status)}{More(result)}")
        { MessageId = IdOf(result) },
        SendOutcome.Rejected => new MessageRejectedException(
            $"{Start(send, result)} was refused by every relay of the set. Sending it again will not help." +
            $"{More(result)}")
        { MessageId = IdOf(result) },
        SendOutcome.Stopped => new SendFailedException(
            RelayErrorCode.SendStopped, result.Status,
            $"{Start(send, result)} had no receipt when the transport was disconnected. {Known(result.Status)}")
        { MessageId = IdOf(result) },
        SendOutcome.TooManyTopics => new SendFailedException(
            RelayErrorCode.TooManyTopics, result.Status,
            $"The topic '{send.Topic}' is one more than MaxTopics allows. {NotSent} Raise MaxTopics, or publish to " +
            "fewer topics."),
        SendOutcome.Faulted => new TransportFaultedException(
            $"The transport failed before {Name(send, result)} had its receipt. {Known(result.Status)} Create a new " +
            $"transport.{More(result)}")
        { Delivery = result.Status },
        SendOutcome.Receipted or _ => throw new UnreachableException($"{result.Outcome} is no error."),
    };

    public static Exception CancelledUnsent(PendingSend send) => new SendCanceledException(
        DeliveryStatus.NotSent, $"Sending a message on '{send.Topic}' was cancelled. {NotSent}", send.Token);

    public static Exception OutboxFull(PendingSend send, OutboxLimits limits) => new OutboxFullException(
        limits.FullMode == OutboxFullMode.Reject
            ? $"The outbox has no room for a message of {send.Size} bytes on '{send.Topic}': OutboxCapacity is " +
              $"{limits.Messages} messages, OutboxBytes {limits.Bytes} bytes, and OutboxFullMode is Reject. " +
              $"{NotSent} Try again once receipts have arrived."
            : $"The outbox is full, and {limits.Messages} senders (OutboxCapacity) wait for it already, so the " +
              $"message on '{send.Topic}' cannot wait too. {NotSent} Await sends before starting more.");

    public static Exception NoSlotInTime(PendingSend send, OutboxLimits limits) => new SendFailedException(
        RelayErrorCode.SendTimeout, DeliveryStatus.NotSent,
        $"The message on '{send.Topic}' waited for room in the outbox for the whole MessageTimeout " +
        $"({limits.MessageTimeout}). {NotSent} Relays acknowledge too slowly, or none is open.");

    /// <summary>For a send that the machine never answered. Session loop only, or before the machine got it.</summary>
    public static Exception Stopped(PendingSend send) => new SendFailedException(
        RelayErrorCode.SendStopped, StatusOf(send),
        $"A message on '{send.Topic}' had no receipt when the transport was disconnected. {Known(StatusOf(send))}");

    /// <summary>For a send that the machine cannot answer any more, because it failed. Session loop only.</summary>
    public static Exception Faulted(PendingSend send, Exception cause) => new TransportFaultedException(
        $"The transport failed before the message on '{send.Topic}' had its receipt: {cause.Message} " +
        $"{Known(StatusOf(send))} Create a new transport.", cause)
    { Delivery = StatusOf(send) };

    private static DeliveryStatus StatusOf(PendingSend send) =>
        send.State is OutboundState.New or OutboundState.Waiting ? DeliveryStatus.NotSent : DeliveryStatus.Unknown;

    private static string Name(PendingSend send, in SendResult result) =>
        result.Id.Sequence > 0 ? $"message {result.Id.Sequence} on '{send.Topic}'" : $"a message on '{send.Topic}'";

    private static string Start(PendingSend send, in SendResult result) =>
        result.Id.Sequence > 0 ? $"Message {result.Id.Sequence} on '{send.Topic}'" : $"A message on '{send.Topic}'";

    private static string Known(DeliveryStatus status) => status switch
    {
        DeliveryStatus.NotSent => NotSent,
        DeliveryStatus.Unknown => Unknown,
        DeliveryStatus.Rejected => "Every relay refused it.",
        _ => throw new UnreachableException($"Delivery status {status}."),
    };

    private static string More(in SendResult result) => result.Detail is { } detail ? $" {detail}" : "";

    private static MessageId? IdOf(in SendResult result) => result.Id.Sequence > 0 ? result.Id : null;
}
