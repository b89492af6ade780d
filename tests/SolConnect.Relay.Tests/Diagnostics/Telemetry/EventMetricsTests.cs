using SolConnect.Relay.Core.Session;
using SolConnect.Relay.Diagnostics;
using SolConnect.Relay.Monitoring;
using SolConnect.Relay.Monitoring.HealthChecks;
using SolConnect.Relay.Tests.Monitoring;
using SolConnect.Relay.Tests.Options;

namespace SolConnect.Relay.Tests.Diagnostics.Telemetry;

/// <summary>What is rare is counted where it happens, what is frequent in sums, and states are told when asked.</summary>
[Collection(nameof(ListenersAlone))]
public sealed class EventMetricsTests : IDisposable
{
    private static readonly RelayEndpoint A = ValidOptions.Relay("a");
    private static readonly RelayEndpoint B = ValidOptions.Relay("b");

    private readonly MeasurementRecorder _recorder = new();

    [Fact]
    public void A_failover_is_counted_with_its_reason_and_timed_phase_by_phase()
    {
        Record(new SessionEvent.FailoverCompleted(
            A, B, FailoverReason.NoProgress, TimeSpan.FromMilliseconds(120), TimeSpan.FromMilliseconds(300), 7));

        Assert.Equal("no_progress", Assert.Single(_recorder.Of("solconnect.relay.failovers"))["solconnect.relay.failover.reason"]);
        Assert.Equal(
            [("detection", 0.12), ("recovery", 0.18), ("total", 0.3)],
            _recorder.Of("solconnect.relay.failover.duration").Select(
                phase => ((string)phase["solconnect.relay.failover.phase"]!, Math.Round(phase.Value, 6))));
    }

    [Fact]
    public void Connections_suspicions_ejections_gaps_alerts_and_checks_are_counted()
    {
        var gap = new MessageGap(new(Guid.Empty), Generation: 1, First: 3, Last: 5, GapReason.Missing);
        Record(new SessionEvent.RelayOpened(A, 1, IsPrimary: true, TimeSpan.FromMilliseconds(20)));
        Record(new SessionEvent.RelayClosed(
            A, 1, CloseReason.Reset, "", WasOpen: true, WasPrimary: true, TimeSpan.Zero));
        Record(new SessionEvent.TrustChanged(A, false, ""));
        Record(new SessionEvent.TrustChanged(A, true, ""));
        Record(new SessionEvent.EjectionChanged(A, true, ""));
        Record(new SessionEvent.EjectionChanged(A, false, ""));
        Record(new SessionEvent.GapDetected("t", 1, gap));
        Record(new SessionEvent.Alert(AlertKind.HighLatency, A, "") { Crossing = new(false, 1, 2, 1) });
        Record(new SessionEvent.Alert(AlertKind.HighLatency, A, "") { Crossing = new(true, 2, 1, 1) });
        Record(new SessionEvent.Alert(AlertKind.Offline, null, ""));
        RelayInstruments.Checked(new HealthCheckResult(B, TimeSpan.FromMilliseconds(4), null, new(CloseReason.Unreachable, "")));

        Assert.Equal(0.02, Assert.Single(_recorder.Of("solconnect.relay.connect.duration")).Value, tolerance: 1e-9);
        Assert.Equal("reset", Assert.Single(_recorder.Of("solconnect.relay.connections.closed"))["error.type"]);
        Assert.Equal("a", Assert.Single(_recorder.Of("solconnect.relay.suspicions"))["solconnect.relay.id"]);
        Assert.Equal("a", Assert.Single(_recorder.Of("solconnect.relay.ejections"))["solconnect.relay.id"]);
        Assert.Equal("missing", Assert.Single(_recorder.Of("solconnect.relay.gaps"))["solconnect.relay.gap.reason"]);
        Assert.Equal(3, Assert.Single(_recorder.Of("solconnect.relay.gap.messages")).Value);
        Assert.Equal(
            ["high_latency", "offline"],
            _recorder.Of("solconnect.relay.alerts").Select(alert => alert["solconnect.relay.alert.kind"]));
        Assert.Equal("unreachable", Assert.Single(_recorder.Of("solconnect.relay.health_check.duration"))["error.type"]);
    }

    [Fact]
    public void What_the_machine_counts_is_passed_on_as_what_has_come_since()
    {
        var counters = new SessionCounters { MessagesResent = 5, MessagesHedged = 2, DuplicatesDropped = 1, BytesSent = 100 };
        var publisher = new CounterPublisher(counters);

        publisher.Publish();
        counters.MessagesResent = 8;
        counters.BytesReceived = 40;
        publisher.Publish();
        publisher.Publish();

        Assert.Equal([5, 3], _recorder.Of("solconnect.relay.messages.resent").Select(heard => heard.Value));
        Assert.Equal([2], _recorder.Of("solconnect.relay.messages.hedged").Select(heard => heard.Value));
        Assert.Equal([1], _recorder.Of("solconnect.relay.messages.duplicates").Select(heard => heard.Value));
        Assert.Equal(
            [("transmit", 100.0), ("receive", 40.0)],
            _recorder.Of("solconnect.relay.network.io").Select(heard => ((string)heard["network.io.direction"]!, heard.Value)));
    }

    [Fact]
    public void States_are_told_for_the_sessions_that_run()
    {
        var world = new MonitorWorld();
        world.Update(
            RelayViewSamples.Open("a", 20, ConnectionPhase.Primary), RelayViewSamples.Open("b", 40), RelayViewSamples.Open("c", 60));
        var session = new Session(world.Monitor);
        LiveSessions.Add(session);

        _recorder.Collect();
        LiveSessions.Remove(session);
        _recorder.Collect();

        Assert.Equal(7, Assert.Single(Mine("solconnect.relay.outbox.pending")).Value);
        Assert.Equal(9, Assert.Single(Mine("solconnect.relay.outbox.retained")).Value);
        Assert.Equal(
            [("primary", 1.0), ("standby", 2.0)],
            Mine("solconnect.relay.connections")
                .Select(heard => ((string)heard["solconnect.relay.connection.state"]!, heard.Value)).Order());
        Assert.Equal(
            [("a", 0.02), ("b", 0.04), ("c", 0.06)],
            Mine("solconnect.relay.rtt").Select(heard => ((string)heard["solconnect.relay.id"]!, heard.Value)));
        Assert.Equal(91, Math.Round(Mine("solconnect.relay.quality")[0].Value));
    }

    public void Dispose() => _recorder.Dispose();

    private static void Record(SessionEvent what) => RelayInstruments.Record(what, TimeProvider.System);

    private List<MeasurementRecorder.Heard> Mine(string instrument) =>
        [.. _recorder.Of(instrument).Where(heard => heard["solconnect.relay.client.name"] is Session.Name)];

    private sealed class Session(ConnectionMonitor monitor) : ILiveSession
    {
        public const string Name = "states-are-told";

        public string ClientName => Name;

        public long Pending => 7;

        public long Retained => 9;

        public ConnectionMonitor Monitor => monitor;
    }
}
