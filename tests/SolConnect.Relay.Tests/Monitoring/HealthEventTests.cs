using SolConnect.Relay.Core.Session;
using SolConnect.Relay.Events;
using SolConnect.Relay.Monitoring;
using static SolConnect.Relay.Tests.Monitoring.RelayViewSamples;

namespace SolConnect.Relay.Tests.Monitoring;

/// <summary>Whoever hears that a relay's health changed, or of an alert, hears what it was before.</summary>
public class HealthEventTests
{
    private readonly MonitorWorld _world = new(new AlertLimits(TimeSpan.FromMilliseconds(100), 0.2, 20));

    [Fact]
    public void A_suspicion_that_clears_goes_from_healthy_to_suspected_and_back()
    {
        _world.Update(Open("a"), Open("b"));
        Observe(new SessionEvent.RelayOpened(Open("a").Endpoint, 1, IsPrimary: true, TimeSpan.Zero));

        _world.Update(Open("a") with { SuspectedAt = _world.Now }, Open("b"));
        Observe(new SessionEvent.TrustChanged(Open("a").Endpoint, false, "late"));
        Assert.Equal((RelayHealth.Healthy, RelayHealth.Suspected), _world.Monitor.ChangeOf(Open("a").Endpoint));

        _world.Update(Open("a"), Open("b"));
        Observe(new SessionEvent.TrustChanged(Open("a").Endpoint, true, "answered"));
        Assert.Equal((RelayHealth.Suspected, RelayHealth.Healthy), _world.Monitor.ChangeOf(Open("a").Endpoint));
    }

    [Fact]
    public void A_relay_that_answers_again_while_it_is_ejected_stays_ejected()
    {
        _world.Update(Open("a"), Failing("b", 3));
        Observe(new SessionEvent.HealthChanged(Open("b").Endpoint, false, "refused"));
        Assert.Equal((RelayHealth.Ejected, RelayHealth.Ejected), _world.Monitor.ChangeOf(Open("b").Endpoint));

        _world.Update(Open("a"), Open("b"));
        Observe(new SessionEvent.HealthChanged(Open("b").Endpoint, true, "welcome"));

        Assert.Equal((RelayHealth.Ejected, RelayHealth.Ejected), _world.Monitor.ChangeOf(Open("b").Endpoint));
    }

    [Fact]
    public void A_slow_relay_raises_one_alert_with_before_after_and_limit_and_clears_it()
    {
        Run(seconds: 10, milliseconds: 50);
        Run(seconds: 60, milliseconds: 300);
        Run(seconds: 60, milliseconds: 50);

        var alerts = _world.EventsOf<SessionEvent.Alert>().Where(alert => alert.Kind == AlertKind.HighLatency)
            .Select(alert => alert.ToEventArgs()).ToList();
        Assert.Equal([false, true], alerts.Select(alert => alert.IsCleared));
        Assert.Equal((0.05, 0.3, 0.1), (alerts[0].Before, alerts[0].After, alerts[0].Threshold));
        Assert.Equal((0.3, 0.05, 0.1), (alerts[1].Before, alerts[1].After, alerts[1].Threshold));
        Assert.Contains("0.3s, before 0.05s", alerts[0].Detail, StringComparison.Ordinal);
        Assert.Equal("a", alerts[0].Relay!.Id);
    }

    [Fact]
    public void A_relay_that_fails_raises_alerts_for_errors_and_for_quality()
    {
        for (var second = 0; second < 20; second++)
        {
            Observe(new SessionEvent.RelayClosed(
                Open("a").Endpoint, second, CloseReason.Unreachable, "refused", WasOpen: false, WasPrimary: false, TimeSpan.Zero));
            _world.Update(Failing("a", second));
            _world.Advance(1);
        }

        Assert.Equal(
            [AlertKind.HighErrorRate, AlertKind.LowQuality],
            _world.EventsOf<SessionEvent.Alert>().Select(alert => alert.Kind).Order());
    }

    [Fact]
    public void A_relay_that_nobody_has_tried_raises_nothing()
    {
        for (var second = 0; second < 60; second++)
        {
            _world.Update(Untried);
            _world.Advance(1);
        }

        Assert.Empty(_world.Events);
        Assert.Equal(RelayHealth.Unknown, _world.Relay("a").Health);
    }

    private void Observe(SessionEvent what) => _world.Monitor.Observe(what);

    private void Run(int seconds, double milliseconds)
    {
        for (var second = 0; second < seconds; second++)
        {
            _world.Update(Open("a", milliseconds, samples: (long)(_world.Now.Ticks / TimeSpan.TicksPerSecond)));
            _world.Advance(1);
        }
    }
}
