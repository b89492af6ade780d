using SolConnect.Relay.Core;
using SolConnect.Relay.Core.Wire;

namespace SolConnect.Relay.Diagnostics;

/// <summary>
/// Says what a frame is: its type, aliases, numbers and sizes. Payloads, headers and tokens are counted and never shown;
/// texts from a peer are cut and cleaned.
/// </summary>
internal static class FrameText
{
    public static string Of(FrameType type, ReadOnlySpan<byte> body) => $"{type}{Rest(type, body) ?? " (malformed)"}";

    private static string? Rest(FrameType type, ReadOnlySpan<byte> body) => type switch
    {
        FrameType.Hello when HelloFrame.TryRead(body, out var hello) =>
            $" producer {hello.Producer} generation {hello.Generation} attempt {hello.Attempt} set {hello.SetHash:x16}",
        FrameType.Welcome when WelcomeFrame.TryRead(body, out var welcome) =>
            $" log {welcome.Log} durability {welcome.Durability} messages of {welcome.Limits.MaxMessageBytes} bytes " +
            $"load {welcome.LoadPerMille} set {welcome.SetVerdict} alternates {welcome.Alternates.Count}",
        FrameType.Topic when TopicFrame.TryRead(body, out var topic) => $" alias {topic.Alias} is '{PeerText.Clean(topic.Name)}'",
        FrameType.Publish when PublishFrame.TryRead(body, body.Length, out var publish) =>
            $" alias {publish.Alias} sequence {publish.Sequence} floor {publish.Floor} payload {publish.Payload.Length} " +
            $"headers {publish.Headers.Length}",
        FrameType.Tombstone when TombstoneFrame.TryRead(body, out var tombstone) =>
            $" alias {tombstone.Alias} sequence {tombstone.Sequence} floor {tombstone.Floor}",
        FrameType.Mark when MarkFrame.TryRead(body, out var mark) => $" alias {mark.Alias} through {mark.Through}",
        FrameType.Ack when AckFrame.TryRead(body, out var ack) => $" alias {ack.Alias} through {ack.Through}",
        FrameType.Reject when RejectFrame.TryRead(body, out var reject) =>
            $" alias {reject.Alias} sequence {reject.Sequence} {reject.Code} expected {reject.Expected}",
        FrameType.Deliver when DeliverFrame.TryRead(body, body.Length, out var deliver) =>
            $" subscription {deliver.Subscription} offset {deliver.Offset} {deliver.Record.Kind} producer " +
            $"{deliver.Record.Producer} generation {deliver.Record.Generation} sequence {deliver.Record.Sequence} " +
            $"payload {deliver.Record.Payload.Length} headers {deliver.Record.Headers.Length}",
        FrameType.GoAway when GoAwayFrame.TryRead(body, out var goAway) =>
            $" {goAway.Reason} within {goAway.Deadline} alternates {goAway.Alternates.Count}",
        FrameType.Error when ErrorFrame.TryRead(body, out var error) => $" {error.Code} '{PeerText.Clean(error.Detail)}'",
        FrameType.Ping when PingFrame.TryRead(body, out var ping) => $" nonce {ping.Nonce}",
        FrameType.Pong when PongFrame.TryRead(body, out var pong) => $" nonce {pong.Nonce} load {pong.LoadPerMille}",
        _ => OfSubscription(type, body),
    };

    private static string? OfSubscription(FrameType type, ReadOnlySpan<byte> body) => type switch
    {
        FrameType.Subscribe when SubscribeFrame.TryRead(body, out var subscribe) =>
            $" subscription {subscribe.Subscription} to '{PeerText.Clean(subscribe.Topic)}' from {subscribe.Kind} " +
            $"offset {subscribe.Start.Offset} credit {subscribe.Credit}",
        FrameType.Subscribed when SubscribedFrame.TryRead(body, out var subscribed) =>
            $" subscription {subscribed.Subscription} {subscribed.Outcome} log {subscribed.Log} next {subscribed.NextOffset} " +
            $"end {subscribed.EndOffset} frontier {subscribed.Frontier.Count}",
        FrameType.Unsubscribe when UnsubscribeFrame.TryRead(body, out var unsubscribe) =>
            $" subscription {unsubscribe.Subscription}",
        FrameType.Credit when CreditFrame.TryRead(body, out var credit) =>
            $" subscription {credit.Subscription} more {credit.Bytes}",
        FrameType.Sync or FrameType.Synced when SyncFrame.TryRead(body, out var sync) =>
            $" subscription {sync.Subscription} nonce {sync.Nonce}",
        _ => null,
    };
}
