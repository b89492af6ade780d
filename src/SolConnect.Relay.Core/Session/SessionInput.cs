using SolConnect.Relay.Core.Delivery;
using SolConnect.Relay.Core.Wire;

namespace SolConnect.Relay.Core.Session;

/// <summary>One input of the machine. Connection numbers are never reused, so a stale input is recognized in one place.</summary>
internal readonly struct SessionInput
{
    public SessionInputKind Kind { get; private init; }

    /// <summary>Which connection the input is about; 0 for none.</summary>
    public int Connection { get; private init; }

    /// <summary>Bytes consumed, with <see cref="SessionInputKind.Consumed"/>.</summary>
    public long Amount { get; private init; }

    /// <summary>The received WebSocket message. The machine has copied what it keeps by the time <c>Step</c> returns.</summary>
    public ReadOnlyMemory<byte> Bytes { get; private init; }

    private object? Subject { get; init; }

    private int First { get; init; }

    public OutboundMessage Message => (OutboundMessage)Subject!;

    /// <summary>With <see cref="SessionInputKind.Publish"/>.</summary>
    public ReadOnlySpan<OutboundMessage> Messages => ((OutboundMessage[])Subject!).AsSpan(First, (int)Amount);

    public SubscriptionHandle Subscription => (SubscriptionHandle)Subject!;

    public SwitchRequest Switch => (SwitchRequest)Subject!;

    public WireBuffer Buffer => (WireBuffer)Subject!;

    public ConnectionEnd End => (ConnectionEnd)Subject!;

    /// <summary>With <see cref="SessionInputKind.DialSucceeded"/>: the token that Hello has to carry; empty where a header did.</summary>
    public string HelloToken => (string)Subject!;

    /// <summary>Relay ids, best first.</summary>
    public IReadOnlyList<string> Ranking => (IReadOnlyList<string>)Subject!;

    /// <summary>With <see cref="SessionInputKind.RelaysChanged"/>: the whole list.</summary>
    public IReadOnlyList<RelayEndpoint> Relays => (IReadOnlyList<RelayEndpoint>)Subject!;

    public static SessionInput Start() => new() { Kind = SessionInputKind.Start };

    /// <param name="messages">In their order. The array is the caller's again after the step.</param>
    public static SessionInput Publish(ArraySegment<OutboundMessage> messages) =>
        new() { Kind = SessionInputKind.Publish, Subject = messages.Array, First = messages.Offset, Amount = messages.Count };

    public static SessionInput CancelSend(OutboundMessage message) =>
        new() { Kind = SessionInputKind.CancelSend, Subject = message };

    public static SessionInput Subscribe(SubscriptionHandle subscription) =>
        new() { Kind = SessionInputKind.Subscribe, Subject = subscription };

    public static SessionInput Unsubscribe(SubscriptionHandle subscription) =>
        new() { Kind = SessionInputKind.Unsubscribe, Subject = subscription };

    /// <param name="origin">The connection that the effect <see cref="SessionEffectKind.Deliver"/> named.</param>
    /// <param name="credit">The sum of the credits that those effects named.</param>
    public static SessionInput Consumed(SubscriptionHandle subscription, int origin, long credit) =>
        new() { Kind = SessionInputKind.Consumed, Subject = subscription, Connection = origin, Amount = credit };

    public static SessionInput DialSucceeded(int connection) => DialSucceeded(connection, "");

    public static SessionInput DialSucceeded(int connection, string helloToken) =>
        new() { Kind = SessionInputKind.DialSucceeded, Connection = connection, Subject = helloToken };

    public static SessionInput DialFailed(int connection, ConnectionEnd end) =>
        new() { Kind = SessionInputKind.DialFailed, Connection = connection, Subject = end };

    public static SessionInput Received(int connection, ReadOnlyMemory<byte> bytes) =>
        new() { Kind = SessionInputKind.Received, Connection = connection, Bytes = bytes };

    public static SessionInput Written(int connection, WireBuffer buffer) =>
        new() { Kind = SessionInputKind.Written, Connection = connection, Subject = buffer };

    public static SessionInput ConnectionLost(int connection, ConnectionEnd end) =>
        new() { Kind = SessionInputKind.ConnectionLost, Connection = connection, Subject = end };

    public static SessionInput Ranked(IReadOnlyList<string> relayIds) =>
        new() { Kind = SessionInputKind.Ranked, Subject = relayIds };

    public static SessionInput SwitchTo(SwitchRequest request) =>
        new() { Kind = SessionInputKind.SwitchTo, Subject = request };

    /// <param name="relays">The whole list, which must not change afterwards. One that is empty or names an id twice is refused.</param>
    public static SessionInput RelaysChanged(IReadOnlyList<RelayEndpoint> relays) =>
        new() { Kind = SessionInputKind.RelaysChanged, Subject = relays };

    public static SessionInput Resumed() => new() { Kind = SessionInputKind.Resumed };

    public static SessionInput Tick() => new() { Kind = SessionInputKind.Tick };

    public static SessionInput Drain() => new() { Kind = SessionInputKind.Drain };

    public static SessionInput Stop() => new() { Kind = SessionInputKind.Stop };
}
