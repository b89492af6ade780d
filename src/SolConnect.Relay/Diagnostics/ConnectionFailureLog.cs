using Microsoft.Extensions.Logging;
using SolConnect.Relay.Core;
using SolConnect.Relay.Core.Session;

namespace SolConnect.Relay.Diagnostics;

/// <summary>
/// Logs how connections end. A relay that is down, or that opens and breaks in the same way again and again, does so
/// several times a minute: that is one warning for each cause, and detail until the relay has stayed open for a while.
/// </summary>
internal sealed class ConnectionFailureLog(ILogger logger, Func<Instant> clock)
{
    /// <summary>How long a relay stays open until its next failure is news.</summary>
    public static readonly TimeSpan Probation = TimeSpan.FromMinutes(1);

    // A relay that gives another reason each time is told so often, and then no more.
    private const int MaxCauses = 8;

    private readonly Dictionary<string, History> _histories = [];

    public void NoteOpened(RelayEndpoint relay) => Of(relay).OpenedAt = clock();

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

        var history = Of(closed.Relay);
        if (closed.WasOpen && clock() - history.OpenedAt >= Probation)
        {
            history.Causes.Clear();
        }

        var isNews = history.Causes.Count < MaxCauses && history.Causes.Add((closed.Reason, closed.Detail));
        return isNews ? LogLevel.Warning : LogLevel.Debug;
    }

    private History Of(RelayEndpoint relay)
    {
        if (!_histories.TryGetValue(relay.Id, out var history))
        {
            _histories.Add(relay.Id, history = new());
        }

        return history;
    }

    private sealed class History
    {
        public Instant OpenedAt { get; set; }

        public HashSet<(CloseReason Reason, string Detail)> Causes { get; } = [];
    }
}
