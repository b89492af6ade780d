using Microsoft.Extensions.Logging;

namespace SolConnect.Relay.Diagnostics;

/// <summary>The trace of frames, in its own category; event ids 630 to 639.</summary>
internal static partial class FrameLog
{
    [LoggerMessage(630, LogLevel.Debug, "To {Relay}, socket {Socket}: {Frame}, {Bytes} bytes.", EventName = "FrameSent")]
    public static partial void Sent(ILogger logger, string relay, int socket, string frame, int bytes);

    [LoggerMessage(631, LogLevel.Debug, "From {Relay}, socket {Socket}: {Frame}, {Bytes} bytes.", EventName = "FrameReceived")]
    public static partial void Received(ILogger logger, string relay, int socket, string frame, int bytes);

    [LoggerMessage(632, LogLevel.Debug, "{Relay}, socket {Socket}: the rest of a message of {Bytes} bytes is no frame.")]
    public static partial void Malformed(ILogger logger, string relay, int socket, int bytes);
}
