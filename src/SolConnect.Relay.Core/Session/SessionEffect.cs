using SolConnect.Relay.Core.Delivery;
using SolConnect.Relay.Core.Wire;

namespace SolConnect.Relay.Core.Session;

/// <summary>One thing that the machine asks of its shell.</summary>
internal readonly struct SessionEffect
{
    public SessionEffectKind Kind { get; private init; }

    /// <summary>Which connection the effect is about; with <see cref="SessionEffectKind.Deliver"/>, whence the message came.</summary>
    public int Connection { get; private init; }

    /// <summary>With <see cref="SessionEffectKind.Deliver"/>: what to return as <c>Consumed</c> once the application took it.</summary>
    public int Credit { get; private init; }

    /// <summary>With <see cref="SessionEffectKind.Dial"/>: the relay refused the token that it was given last.</summary>
    public bool WantsFreshToken { get; private init; }

    /// <summary>
    /// With <see cref="SessionEffectKind.SendsSettled"/>, until the next step or effect: each with its
    /// <see cref="OutboundMessage.FinalResult"/>.
    /// </summary>
    public ReadOnlySpan<OutboundMessage> Settled => ((EffectQueue)Extra!).Settled;

    /// <summary>
    /// With <see cref="SessionEffectKind.Deliver"/>, until the next effect is taken: it lies in the queue, because it is
    /// large and every other effect would be copied with room for it.
    /// </summary>
    public ref readonly RelayMessage Delivery => ref ((EffectQueue)Extra!).Delivery;

    /// <summary>With <see cref="SessionEffectKind.Skipped"/>: the last one of those that are accounted for.</summary>
    public MessageId Through => Delivery.Id;

    /// <summary>With <see cref="SessionEffectKind.Reached"/>.</summary>
    public LogPosition Position { get; private init; }

    private object? Subject { get; init; }

    private object? Extra { get; init; }

    public RelayEndpoint Relay => (RelayEndpoint)Subject!;

    public WireBuffer Buffer => (WireBuffer)Subject!;

    public ConnectionEnd End => (ConnectionEnd)Subject!;

    public OutboundMessage Message => (OutboundMessage)Subject!;

    public SubscriptionHandle Subscription => (SubscriptionHandle)Subject!;

    public SubscriptionEnd SubscriptionEnd => (SubscriptionEnd)Extra!;

    public SwitchRequest Switch => (SwitchRequest)Subject!;

    /// <summary>With <see cref="SessionEffectKind.SwitchSettled"/>: why it cannot be done; <c>null</c> when it is done.</summary>
    public string? Obstacle => (string?)Extra;

    public SessionEvent Event => (SessionEvent)Subject!;

    public static SessionEffect Dial(int connection, RelayEndpoint relay, bool wantsFreshToken) =>
        new() { Kind = SessionEffectKind.Dial, Connection = connection, Subject = relay, WantsFreshToken = wantsFreshToken };

    public static SessionEffect Write(int connection, WireBuffer buffer) =>
        new() { Kind = SessionEffectKind.Write, Connection = connection, Subject = buffer };

    public static SessionEffect Close(int connection, ConnectionEnd end) =>
        new() { Kind = SessionEffectKind.Close, Connection = connection, Subject = end };

    public static SessionEffect Abort(int connection, ConnectionEnd end) =>
        new() { Kind = SessionEffectKind.Abort, Connection = connection, Subject = end };

    /// <param name="queue">Where the messages lie, in the order of these effects.</param>
    public static SessionEffect SendsSettled(EffectQueue queue) => new() { Kind = SessionEffectKind.SendsSettled, Extra = queue };

    public static SessionEffect SendReleased(OutboundMessage message) =>
        new() { Kind = SessionEffectKind.SendReleased, Subject = message };

    public static SessionEffect Subscribed(SubscriptionHandle subscription) =>
        new() { Kind = SessionEffectKind.Subscribed, Subject = subscription };

    /// <param name="queue">Where the message lies, in the order of these effects.</param>
    public static SessionEffect Deliver(SubscriptionHandle subscription, int origin, int credit, EffectQueue queue) =>
        new() { Kind = SessionEffectKind.Deliver, Subject = subscription, Connection = origin, Credit = credit, Extra = queue };

    /// <param name="queue">Where the id lies, as that of an empty message.</param>
    public static SessionEffect Skipped(SubscriptionHandle subscription, EffectQueue queue) =>
        new() { Kind = SessionEffectKind.Skipped, Subject = subscription, Extra = queue };

    public static SessionEffect Reached(SubscriptionHandle subscription, in LogPosition position) =>
        new() { Kind = SessionEffectKind.Reached, Subject = subscription, Position = position };

    public static SessionEffect EndSubscription(SubscriptionHandle subscription, SubscriptionEnd end) =>
        new() { Kind = SessionEffectKind.SubscriptionEnded, Subject = subscription, Extra = end };

    public static SessionEffect SwitchSettled(SwitchRequest request, string? obstacle) =>
        new() { Kind = SessionEffectKind.SwitchSettled, Subject = request, Extra = obstacle };

    public static SessionEffect Report(SessionEvent what) => new() { Kind = SessionEffectKind.Event, Subject = what };

    public static SessionEffect Drained() => new() { Kind = SessionEffectKind.Drained };

    public static SessionEffect Stopped() => new() { Kind = SessionEffectKind.Stopped };
}
