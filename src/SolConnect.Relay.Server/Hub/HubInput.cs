using SolConnect.Relay.Core.Wire;

namespace SolConnect.Relay.Server.Hub;

/// <summary>
/// One input of the hub. Connection numbers are never reused, so a stale input is recognized in one place.
/// </summary>
internal readonly struct HubInput
{
    public HubInputKind Kind { get; private init; }

    public int Connection { get; private init; }

    /// <summary>
    /// The received WebSocket message. The hub has copied what it keeps by the time <c>Step</c> returns.
    /// </summary>
    public ReadOnlyMemory<byte> Bytes { get; private init; }

    public GoAwayReason Reason { get; private init; }

    /// <summary>With <see cref="HubInputKind.Drain"/>: how long clients may take to leave.</summary>
    public TimeSpan Grace { get; private init; }

    private object? Subject { get; init; }

    public WireBuffer Buffer => (WireBuffer)Subject!;

    /// <summary>
    /// With <see cref="HubInputKind.Open"/> and <see cref="HubInputKind.Admit"/>: who is on the connection; null while
    /// that is not known.
    /// </summary>
    public HubAccess? Access => (HubAccess?)Subject;

    public HubRefusal Refusal => (HubRefusal)Subject!;

    /// <summary>With <see cref="HubInputKind.Received"/>: what the message must not do; null for nothing.</summary>
    public IReadOnlyCollection<DeniedTopic>? Denied => (IReadOnlyCollection<DeniedTopic>?)Subject;

    public static HubInput Open(int connection) => Open(connection, HubAccess.Anonymous);

    public static HubInput Open(int connection, HubAccess? access) =>
        new() { Kind = HubInputKind.Open, Connection = connection, Subject = access };

    public static HubInput Admit(int connection, HubAccess access) =>
        new() { Kind = HubInputKind.Admit, Connection = connection, Subject = access };

    public static HubInput Refuse(int connection, HubRefusal refusal) =>
        new() { Kind = HubInputKind.Refuse, Connection = connection, Subject = refusal };

    public static HubInput Received(
        int connection, ReadOnlyMemory<byte> bytes, IReadOnlyCollection<DeniedTopic>? denied = null) =>
        new() { Kind = HubInputKind.Received, Connection = connection, Bytes = bytes, Subject = denied };

    public static HubInput Written(int connection, WireBuffer buffer) =>
        new() { Kind = HubInputKind.Written, Connection = connection, Subject = buffer };

    public static HubInput Closed(int connection) => new() { Kind = HubInputKind.Closed, Connection = connection };

    public static HubInput Tick() => new() { Kind = HubInputKind.Tick };

    public static HubInput Drain(GoAwayReason reason, TimeSpan grace) =>
        new() { Kind = HubInputKind.Drain, Reason = reason, Grace = grace };

    public static HubInput Reopen() => new() { Kind = HubInputKind.Reopen };
}
