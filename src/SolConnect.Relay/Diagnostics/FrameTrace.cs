using Microsoft.Extensions.Logging;
using SolConnect.Relay.Core.Wire;

namespace SolConnect.Relay.Diagnostics;

/// <summary>Logs the frames of one socket, one line each, as <see cref="FrameText"/> puts them.</summary>
/// <param name="socket">Counts the sockets of the transport, so that two to one relay can be told apart.</param>
internal sealed class FrameTrace(ILogger logger, string relay, int socket)
{
    public void Sent(ReadOnlySpan<byte> message) => Trace(message, FrameLog.Sent);

    public void Received(ReadOnlySpan<byte> message) => Trace(message, FrameLog.Received);

    private void Trace(ReadOnlySpan<byte> message, Action<ILogger, string, int, string, int> log)
    {
        if (!logger.IsEnabled(LogLevel.Debug))
        {
            return;
        }

        var frames = new FrameReader(message);
        var result = frames.Read();
        for (; result == FrameReadResult.Frame; result = frames.Read())
        {
            log(logger, relay, socket, FrameText.Of(frames.Type, frames.Body), frames.FrameLength);
        }

        if (result == FrameReadResult.Malformed)
        {
            FrameLog.Malformed(logger, relay, socket, message.Length);
        }
    }
}
