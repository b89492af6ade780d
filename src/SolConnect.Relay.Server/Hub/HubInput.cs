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

    /// <summary>With <see cref="HubInputKind.Open"/>: who the transport authenticated, or null.</summary>
    public string? Identity => (string?)Subject;

    public static HubInput Open(int connection, string? identity = null) =>
        new() { Kind = HubInputKind.Open, Connection = connection, Subject = identity };

    public static HubInput Received(int connection, ReadOnlyMemory<byte> bytes) =>
        new() { Kind = HubInputKind.Received, Connection = connection, Bytes = bytes };

    public static HubInput Written(int connection, WireBuffer buffer) =>
        new() { Kind = HubInputKind.Written, Connection = connection, Subject = buffer };

    public static HubInput Closed(int connection) => new() { Kind = HubInputKind.Closed, Connection = connection };

    public static HubInput Tick() => new() { Kind = HubInputKind.Tick };

    public static HubInput Drain(GoAwayReason reason, TimeSpan grace) =>
        new() { Kind = HubInputKind.Drain, Reason = reason, Grace = grace };

    public static HubInput Reopen() => new() { Kind = HubInputKind.Reopen };
}
