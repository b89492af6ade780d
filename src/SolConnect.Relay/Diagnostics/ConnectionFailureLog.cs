using Microsoft.Extensions.Logging;
using SolConnect.Relay.Core.Session;

namespace SolConnect.Relay.Diagnostics;

/// <summary>
/// Logs how connections end. A relay that is down fails every few seconds in the same way: that is a warning once, and
/// detail until it fails differently or opens.
/// </summary>
internal sealed class ConnectionFailureLog(ILogger logger)
{
    private readonly Dictionary<string, (CloseReason Reason, string Detail)> _last = [];

    public void Forget(RelayEndpoint relay) => _last.Remove(relay.Id);

    public void Log(SessionEvent.RelayClosed closed)
    {
        var level = LevelOf(closed);
        if (closed.WasOpen)
        {
            RelayLog.RelayClosed(
                logger, level, closed.Connection, closed.Relay, closed.Reason, closed.Detail, closed.NextDialIn);
        }
        else
        {
            RelayLog.DialFailed(logger, level, closed.Relay, closed.Reason, closed.Detail, closed.NextDialIn);
        }
    }

    private LogLevel LevelOf(SessionEvent.RelayClosed closed)
    {
        // Never again: the alert that follows says so, once and louder.
        if (closed.Reason == CloseReason.Requested || closed.NextDialIn == Timeout.InfiniteTimeSpan)
        {
            return LogLevel.Debug;
        }

        var cause = (closed.Reason, closed.Detail);
        if (_last.TryGetValue(closed.Relay.Id, out var last) && last == cause)
        {
            return LogLevel.Debug;
        }

        _last[closed.Relay.Id] = cause;
        return LogLevel.Warning;
    }
}
