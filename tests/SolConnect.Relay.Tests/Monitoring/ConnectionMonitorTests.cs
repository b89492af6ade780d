using SolConnect.Relay.Core;
using SolConnect.Relay.Core.Session;
using SolConnect.Relay.Monitoring;
using SolConnect.Relay.Tests.Options;

namespace SolConnect.Relay.Tests.Monitoring;

public class ConnectionMonitorTests
{
    private static readonly RelayView Primary = new(
        ValidOptions.Relay("a"), ConnectionPhase.Primary, Connection: 3, InSet: true, IsPublishing: true,
        IsHealthy: true, SmoothedRtt: TimeSpan.FromMilliseconds(20), RttVariation: TimeSpan.Zero, LoadPerMille: 250,
        Durability.Persisted, FailedDials: 0, LastCloseReason: null, LastCloseDetail: null,
        OpenedAt: At(10), InFlightMessages: 5, SuspectedAt: Instant.Never, Penalty: 0);

    private static readonly RelayView Standby = Primary with
    {
        Endpoint = ValidOptions.Relay("b"),
        Phase = ConnectionPhase.Standby,
        Connection = 4,
        SmoothedRtt = TimeSpan.FromMilliseconds(40),
        IsPublishing = false,
    };

    private static readonly RelayView Dead = Primary with
    {
        Endpoint = ValidOptions.Relay("c"),
        Phase = ConnectionPhase.Gone,
        IsHealthy = false,
        SmoothedRtt = null,
        RttVariation = null,
        FailedDials = 3,
        LastCloseReason = CloseReason.Unreachable,
        LastCloseDetail = "refused",
    };

    private readonly SessionCounters _counters = new();
    private readonly ConnectionMonitor _monitor;
    private Instant _now = At(30);

    public ConnectionMonitorTests() => _monitor = new(_counters, () => _now);

    [Fact]
    public void Before_the_first_update_everything_is_empty()
    {
        Assert.Empty(_monitor.GetRelays());
        Assert.Empty(_monitor.GetConnections());
        Assert.Equal(new(), _monitor.GetMetrics(eventsDropped: 0));
    }

    [Fact]
    public void A_relay_is_described_in_the_words_of_the_public_api()
    {
        _monitor.Update([Primary, Standby, Dead]);

        var relays = _monitor.GetRelays();

        Assert.Equal(
            [RelayState.Primary, RelayState.Standby, RelayState.Disconnected], relays.Select(relay => relay.State));
        Assert.Equal([true, false, false], relays.Select(relay => relay.IsPrimary));
        Assert.Equal(
            new()
            {
                Endpoint = Dead.Endpoint,
                State = RelayState.Disconnected,
                Health = RelayHealth.Ejected,
                IsHealthy = false,
                IsPublishing = true,
                IsInSet = true,
                Quality = 100 * 0.5 * 0.125 * 0.5,
                Stability = 1,
                EjectedFor = Ejection.Shortest,
                Ejections = 1,
                Load = 0.25,
                Durability = Durability.Persisted,
                FailedConnects = 3,
                LastCloseReason = CloseReason.Unreachable,
                LastCloseDetail = "refused",
            },
            relays[2]);
    }

    [Fact]
    public void Only_open_connections_are_listed()
    {
        _monitor.Update([Primary, Standby, Dead, Dead with { Phase = ConnectionPhase.Connecting }]);

        var connections = _monitor.GetConnections();

        Assert.Equal([3, 4], connections.Select(connection => connection.Number));
        Assert.Equal(
            new()
            {
                Number = 3,
                Endpoint = Primary.Endpoint,
                State = RelayState.Primary,
                IsPublishing = true,
                Latency = TimeSpan.FromMilliseconds(20),
                OpenFor = TimeSpan.FromSeconds(20),
                MessagesInFlight = 5,
            },
            connections[0]);
    }

    [Fact]
    public void Metrics_sum_up_relays_and_counters()
    {
        (_counters.MessagesSent, _counters.MessagesReceived, _counters.MessagesFailed) = (1, 2, 3);
        (_counters.MessagesResent, _counters.DuplicatesDropped, _counters.Gaps, _counters.Failovers) = (4, 5, 6, 7);
        (_counters.Pending, _counters.Retained, _counters.OldestPendingAt) = (8, 9, At(7).Ticks);
        _now = At(10);
        (_counters.MessagesHedged, _counters.BytesSent, _counters.BytesReceived) = (11, 12, 13);
        _monitor.Update([Primary, Standby, Dead]);

        Assert.Equal(
            new()
            {
                TotalRelays = 3,
                HealthyRelays = 2,
                EjectedRelays = 1,
                ActiveConnections = 2,
                AverageLatency = TimeSpan.FromMilliseconds(30),
                TotalMessagesSent = 1,
                TotalMessagesReceived = 2,
                TotalMessagesFailed = 3,
                MessagesResent = 4,
                MessagesHedged = 11,
                BytesSent = 12,
                BytesReceived = 13,
                DuplicatesDropped = 5,
                GapCount = 6,
                FailoverCount = 7,
                MessagesPending = 8,
                OldestPendingFor = TimeSpan.FromSeconds(3),
                MessagesRetained = 9,
                EventsDropped = 10,
            },
            _monitor.GetMetrics(eventsDropped: 10));
    }

    [Fact]
    public void Uptime_counts_from_the_first_time_that_the_transport_was_connected()
    {
        _monitor.Observe(new SessionEvent.StateChanged(TransportState.Connecting, TransportState.Degraded, ""));
        _now = At(40);
        _monitor.Observe(new SessionEvent.StateChanged(TransportState.Degraded, TransportState.Connected, ""));
        _now = At(50);
        _monitor.Observe(new SessionEvent.StateChanged(TransportState.Degraded, TransportState.Connected, ""));
        _now = At(55);

        Assert.Equal(TimeSpan.FromSeconds(15), _monitor.GetMetrics(0).Uptime);
    }

    [Theory]
    [InlineData(FailoverReason.ConnectionLost, true)]
    [InlineData(FailoverReason.GoAway, false)]
    [InlineData(FailoverReason.Recovered, false)]
    [InlineData(FailoverReason.Manual, false)]
    [InlineData(FailoverReason.Failback, false)]
    [InlineData(FailoverReason.Predicted, false)]
    public void Only_an_unplanned_change_of_the_primary_is_the_last_failover(FailoverReason reason, bool counts)
    {
        _monitor.Observe(new SessionEvent.FailoverCompleted(
            Primary.Endpoint, Standby.Endpoint, reason, TimeSpan.FromMilliseconds(1), TimeSpan.FromMilliseconds(2), 3));

        Assert.Equal(counts ? TimeSpan.FromMilliseconds(2) : null, _monitor.GetMetrics(0).LastFailover?.FailoverTime);
    }

    [Fact]
    public void What_is_measured_over_time_is_described_too()
    {
        for (var second = 0; second <= 100; second++)
        {
            _now = At(1_000 + second);
            _monitor.Update(
            [
                RelayViewSamples.Open("a", milliseconds: second + 1, samples: second + 1) with
                {
                    MessagesSent = 10 * second,
                    MessagesReceived = 20 * second,
                    BytesSent = 30 * second,
                    BytesReceived = 40 * second,
                },
            ]);
        }

        var relay = _monitor.GetRelays()[0];
        Assert.Equal(TimeSpan.FromMilliseconds(101), relay.LastLatency);
        Assert.Equal(
            [51, 96, 100],
            new[] { relay.LatencyP50, relay.LatencyP95, relay.LatencyP99 }.Select(value => value!.Value.TotalMilliseconds));
        Assert.Equal([10.0, 20, 30, 40], new[]
        {
            relay.SendRate, relay.ReceiveRate, relay.BytesSentRate, relay.BytesReceivedRate,
        }.Select(rate => Math.Round(rate, 1)));
        Assert.Equal((RelayHealth.Healthy, 0.0, 1.0), (relay.Health, relay.ErrorRate, relay.Stability));
    }

    [Fact]
    public void Metrics_are_cheap_to_read()
    {
        _monitor.Update([Primary, Standby, Dead]);
        _monitor.GetMetrics(0);
        var before = GC.GetAllocatedBytesForCurrentThread();

        for (var i = 0; i < 100; i++)
        {
            _monitor.GetMetrics(0);
        }

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100 * 400);
    }

    private static Instant At(double seconds) => new(TimeSpan.FromSeconds(seconds).Ticks);
}
