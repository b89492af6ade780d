using System.Diagnostics;
using Microsoft.Extensions.Logging;
using SolConnect.Relay.Core.Session;
using SolConnect.Relay.Failover;

namespace SolConnect.Relay.Diagnostics;

/// <summary>
/// Tells people what happened: a line in the log, then the event. Any thread, but in order only from the loop.
/// </summary>
internal sealed class SessionReporter(
    TransportStatus status, ILogger logger, SessionClock clock, Action<SessionEvent> raise)
{
    private readonly ConnectionFailureLog _failures = new(logger, () => clock.Now);

    public void Report(SessionEvent what)
    {
        if (what is SessionEvent.StateChanged changed)
        {
            status.Report(changed.New, changed.Reason); // The one place that state events come from.
            return;
        }

        Log(what);
        Listeners.Tell((What: what, clock.Time), static told => RelayInstruments.Record(told.What, told.Time));
        raise(what);
    }

    private void Log(SessionEvent what)
    {
        switch (what)
        {
            case SessionEvent.RelayDiscovered discovered:
                RelayLog.RelayDiscovered(logger, discovered.Relay);
                break;
            case SessionEvent.RelayRemoved removed:
                RelayLog.RelayRemoved(logger, removed.Relay);
                break;
            case SessionEvent.RelayOpened opened:
                _failures.NoteOpened(opened.Relay);
                RelayLog.RelayOpened(
                    logger, opened.Relay, opened.Connection, opened.Took,
                    opened.IsPrimary ? "the primary" : "a standby");
                break;
            case SessionEvent.RelayClosed closed:
                _failures.Log(closed);
                break;
            case SessionEvent.PrimaryConnected primary:
                RelayLog.PrimaryConnected(logger, primary.Relay);
                break;
            case SessionEvent.FailoverStarted started:
                RelayLog.FailoverStarted(logger, started.OldRelay, started.Reason, started.Detail);
                break;
            case SessionEvent.FailoverCompleted done:
                RelayLog.FailoverCompleted(
                    logger, done.OldRelay, done.NewRelay, done.Reason, done.DetectionTime, done.FailoverTime,
                    done.MessagesResent);
                break;
            case SessionEvent.HealthChanged health:
                RelayLog.HealthChanged(
                    logger, health.Healthy ? LogLevel.Information : LogLevel.Warning, health.Relay,
                    health.Healthy ? "healthy" : "unhealthy", health.Reason);
                break;
            case SessionEvent.TrustChanged trust:
                RelayLog.TrustChanged(logger, trust.Relay, trust.IsTrusted ? "trusted again" : "suspected", trust.Reason);
                break;
            case SessionEvent.EjectionChanged ejection:
                RelayLog.EjectionChanged(
                    logger, ejection.IsEjected ? LogLevel.Warning : LogLevel.Information, ejection.Relay,
                    ejection.IsEjected ? "ejected" : "back", ejection.Reason);
                break;
            case SessionEvent.SubscriptionConfirmed { Position: var position } confirmed:
                var importance = LevelOf(confirmed.Outcome);
                RelayLog.SubscriptionConfirmed(
                    logger, importance, confirmed.Relay, confirmed.Topic, confirmed.Subscription,
                    confirmed.Outcome, position.Offset, position.Log);
                break;
            case SessionEvent.GapDetected { Gap: var gap } lost:
                RelayLog.GapDetected(
                    logger, gap.First, gap.Last, gap.Producer, gap.Generation, lost.Topic, lost.Subscription,
                    gap.Reason);
                break;
            case SessionEvent.Alert { Crossing.IsCleared: true } over:
                RelayLog.AlertCleared(logger, over.Kind, over.Relay?.Id ?? "none", over.Detail);
                break;
            case SessionEvent.PeersAnnounced:
                break; // Discovery says what comes of it.
            case SessionEvent.Alert alert:
                var level = LevelOf(alert.Kind);
                RelayLog.Alert(logger, level, alert.Kind, alert.Relay?.Id ?? "none", alert.Detail);
                break;
            default:
                throw new UnreachableException($"Session event {what.GetType().Name}.");
        }
    }

    // One for each relay and subscription at every connect; only those that may mean a loss are for people.
    private static LogLevel LevelOf(SubscriptionOutcome outcome) =>
        outcome is SubscriptionOutcome.Gap or SubscriptionOutcome.Reset ? LogLevel.Warning : LogLevel.Debug;

    // The others the transport copes with by itself. Misbehaviour ends the connection, and that line says the same.
    private static LogLevel LevelOf(AlertKind kind) => kind switch
    {
        AlertKind.RelayMisbehaved => LogLevel.Debug,
        AlertKind.RelaySetMismatch or AlertKind.TopicRefused or AlertKind.Offline or AlertKind.RelayRefusedClient
            or AlertKind.RelayListRefused => LogLevel.Error,
        _ => LogLevel.Warning,
    };
}
