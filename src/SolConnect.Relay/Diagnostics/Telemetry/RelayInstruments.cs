using System.Diagnostics;
using System.Diagnostics.Metrics;
using SolConnect.Relay.Core.Session;
using SolConnect.Relay.Monitoring.HealthChecks;

namespace SolConnect.Relay.Diagnostics;

/// <summary>
/// The instruments of the process, which all transports share. What happens often is guarded by <c>Enabled</c>, so that it costs
/// one look while nobody listens.
/// </summary>
internal static class RelayInstruments
{
    private static readonly Meter Meter = new(RelayTelemetry.MeterName, LibraryVersion.Text);

    // As the conventions advise for the durations of messaging operations, and down to 1 ms for what is below them.
    private static readonly InstrumentAdvice<double> Durations = new()
    {
        HistogramBucketBoundaries = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10],
    };

    public static readonly Counter<long> Sent = Meter.CreateCounter<long>(
        "messaging.client.sent.messages", "{message}", "Messages that a send was asked for, with and without a receipt.");

    public static readonly Counter<long> Consumed = Meter.CreateCounter<long>(
        "messaging.client.consumed.messages", "{message}", "Messages that were handed to the application.");

    public static readonly Histogram<double> OperationDuration = Meter.CreateHistogram(
        "messaging.client.operation.duration", "s", "From SendAsync to the outcome.", tags: null, Durations);

    public static readonly Counter<long> Resent = Meter.CreateCounter<long>(
        "solconnect.relay.messages.resent", "{message}", "Copies sent again to a relay that had, or may have had, one.");

    public static readonly Counter<long> Hedged = Meter.CreateCounter<long>(
        "solconnect.relay.messages.hedged", "{message}", "Copies sent again while a relay had an answer overdue.");

    public static readonly Counter<long> Duplicates = Meter.CreateCounter<long>(
        "solconnect.relay.messages.duplicates", "{message}", "Copies received more than once and not handed out again.");

    public static readonly Counter<long> Bytes = Meter.CreateCounter<long>(
        "solconnect.relay.network.io", "By", "Bytes of WebSocket messages.");

    private static readonly Counter<long> Gaps = Meter.CreateCounter<long>(
        "solconnect.relay.gaps", "{gap}", "Gaps that were reported to subscriptions.");

    private static readonly Counter<long> GapMessages = Meter.CreateCounter<long>(
        "solconnect.relay.gap.messages", "{message}", "Messages in the gaps that were reported.");

    private static readonly Counter<long> Failovers = Meter.CreateCounter<long>(
        "solconnect.relay.failovers", "{failover}", "Completed changes of the primary, planned ones and recoveries included.");

    private static readonly Histogram<double> FailoverDuration = Meter.CreateHistogram(
        "solconnect.relay.failover.duration", "s", "How long each phase of a failover took.", tags: null, Durations);

    private static readonly Counter<long> Suspicions = Meter.CreateCounter<long>(
        "solconnect.relay.suspicions", "{suspicion}", "Times that an answer of an open relay was overdue.");

    private static readonly Counter<long> Ejections = Meter.CreateCounter<long>(
        "solconnect.relay.ejections", "{ejection}", "Times that a relay was put last because it failed too often.");

    private static readonly Histogram<double> ConnectDuration = Meter.CreateHistogram(
        "solconnect.relay.connect.duration", "s", "From the dial to the relay's Welcome.", tags: null, Durations);

    private static readonly Counter<long> ConnectionsClosed = Meter.CreateCounter<long>(
        "solconnect.relay.connections.closed", "{connection}", "Open connections, and attempts at one, that ended.");

    private static readonly Histogram<double> CheckDuration = Meter.CreateHistogram(
        "solconnect.relay.health_check.duration", "s", "From the dial of a health check to its end.", tags: null, Durations);

    private static readonly Counter<long> Alerts = Meter.CreateCounter<long>(
        "solconnect.relay.alerts", "{alert}", "Alerts that were raised; those that cleared are not counted.");

    static RelayInstruments() => LiveSessions.Observe(Meter);

    /// <summary>Something happened that is rare.</summary>
    /// <param name="time">The transport's clock, for what is told with the time at which it began.</param>
    public static void Record(SessionEvent what, TimeProvider time)
    {
        switch (what)
        {
            case SessionEvent.RelayOpened opened:
                ConnectDuration.Record(opened.Took.TotalSeconds, RelayTag(opened.Relay));
                break;
            case SessionEvent.RelayClosed closed:
                ConnectionsClosed.Add(1, RelayTag(closed.Relay), new(TelemetryNames.ErrorType, Word(closed.Reason)));
                break;
            case SessionEvent.FailoverCompleted failover:
                Record(failover);
                FailoverActivity.Record(failover, time);
                break;
            case SessionEvent.TrustChanged { IsTrusted: false } suspected:
                Suspicions.Add(1, RelayTag(suspected.Relay));
                break;
            case SessionEvent.EjectionChanged { IsEjected: true } ejected:
                Ejections.Add(1, RelayTag(ejected.Relay));
                break;
            case SessionEvent.GapDetected { Gap: var gap }:
                var reason = new KeyValuePair<string, object?>(TelemetryNames.GapReason, Word(gap.Reason));
                Gaps.Add(1, reason);
                GapMessages.Add(gap.Count, reason);
                break;
            case SessionEvent.Alert { Crossing: not { IsCleared: true } } alert:
                Alerts.Add(1, new KeyValuePair<string, object?>(TelemetryNames.Alert, Word(alert.Kind)));
                break;
        }
    }

    public static void Checked(HealthCheckResult check)
    {
        if (CheckDuration.Enabled)
        {
            var tags = new TagList { RelayTag(check.Relay) };
            if (check.Failure is { } failure)
            {
                tags.Add(TelemetryNames.ErrorType, Word(failure.Reason));
            }

            CheckDuration.Record(check.Took.TotalSeconds, tags);
        }
    }

    public static KeyValuePair<string, object?> RelayTag(RelayEndpoint relay) => new(TelemetryNames.RelayId, relay.Id);

    /// <summary>A name as the conventions write values: <c>connection_lost</c>.</summary>
    public static string Word<T>(T value)
        where T : struct, Enum => TelemetryWords<T>.Of(value);

    private static void Record(SessionEvent.FailoverCompleted failover)
    {
        var reason = new KeyValuePair<string, object?>(TelemetryNames.Reason, Word(failover.Reason));
        Failovers.Add(1, reason);
        var recovery = failover.FailoverTime > failover.DetectionTime ? failover.FailoverTime - failover.DetectionTime : TimeSpan.Zero;
        FailoverDuration.Record(failover.DetectionTime.TotalSeconds, reason, new(TelemetryNames.Phase, "detection"));
        FailoverDuration.Record(recovery.TotalSeconds, reason, new(TelemetryNames.Phase, "recovery"));
        FailoverDuration.Record(failover.FailoverTime.TotalSeconds, reason, new(TelemetryNames.Phase, "total"));
    }
}
