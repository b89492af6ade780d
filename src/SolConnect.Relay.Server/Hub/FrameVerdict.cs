using SolConnect.Relay.Core.Wire;

namespace SolConnect.Relay.Server.Hub;

/// <summary>What the hub made of one frame: fine, or the Error that ends the connection.</summary>
internal readonly record struct FrameVerdict(HubCloseCause Cause, ErrorCode Code, string Detail)
{
    public static readonly FrameVerdict Fine;

    public bool IsFine => Code == 0;

    public static FrameVerdict Malformed(FrameType type) =>
        Violation($"The {type} frame is malformed or out of range.");

    public static FrameVerdict Violation(string detail) =>
        new(HubCloseCause.ProtocolViolation, ErrorCode.Protocol, detail);

    public static FrameVerdict Limit(string detail) =>
        new(HubCloseCause.LimitExceeded, ErrorCode.LimitExceeded, detail);

    public static FrameVerdict Unauthorized(string detail) =>
        new(HubCloseCause.Unauthorized, ErrorCode.Unauthorized, detail);

    public static FrameVerdict Fenced(string detail) =>
        new(HubCloseCause.Fenced, ErrorCode.Fenced, detail);
}
