using SolConnect.Relay.Core.Session;
using SolConnect.Relay.Monitoring;
using SolConnect.Relay.Monitoring.HealthChecks;
using static SolConnect.Relay.Tests.Monitoring.RelayViewSamples;

namespace SolConnect.Relay.Tests.Monitoring;

/// <summary>Relays that fail too often come last, for a time that grows, and never more than half of them.</summary>
public class EjectionTests
{
    private readonly MonitorWorld _world = new();

    [Fact]
    public void A_relay_that_fails_as_often_as_MaxRetries_says_is_ejected_with_the_reason()
    {
        _world.Update(Open("a"), Open("b"), Failing("c", 2));
        Assert.False(_world.Relay("c").IsEjected);

        _world.Update(Open("a"), Open("b"), Failing("c", 3));

        var relay = _world.Relay("c");
        Assert.Equal((RelayHealth.Ejected, false, 1), (relay.Health, relay.IsHealthy, relay.Ejections));
        Assert.Equal(TimeSpan.FromSeconds(30), relay.EjectedFor);
        Assert.Equal(1, _world.Monitor.GetMetrics(0).EjectedRelays);
        var told = Assert.Single(_world.EventsOf<SessionEvent.EjectionChanged>());
        Assert.True(told.IsEjected);
        Assert.Contains("3 times in a row: refused", told.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_relay_whose_connections_break_again_and_again_is_ejected_although_it_opens()
    {
        _world.Update(Open("a"), Open("b") with { Penalty = Ejections.MaxPenalty });
        Assert.False(_world.Relay("b").IsEjected);

        _world.Update(Open("a"), Open("b") with { Penalty = Ejections.MaxPenalty + 0.1 });

        Assert.True(_world.Relay("b").IsEjected);
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(2, 1)]
    [InlineData(3, 1)]
    [InlineData(5, 2)]
    public void At_most_half_of_the_relays_are_out(int relays, int most)
    {
        Assert.Equal(most, Ejections.MostOut(relays));
        var ids = Enumerable.Range(0, relays).Select(index => $"{(char)('a' + index)}").ToList();

        for (var failing = 1; failing <= relays; failing++)
        {
            _world.Update([.. ids.Select((id, index) => index < failing ? Failing(id, 3) : Open(id))]);
            _world.Advance(1);

            Assert.Equal(Math.Min(failing, most), _world.Monitor.GetMetrics(0).EjectedRelays);
        }
    }

    [Fact]
    public void When_most_fail_at_once_nobody_is_ejected_because_the_fault_is_here()
    {
        _world.Update(Open("a"), Failing("b", 3), Failing("c", 3));

        Assert.Equal(0, _world.Monitor.GetMetrics(0).EjectedRelays);
        Assert.Equal(RelayHealth.Failing, _world.Relay("b").Health);
    }

    [Fact]
    public void A_relay_that_answers_returns_when_its_time_is_over_and_not_before()
    {
        Eject();
        _world.Advance(29);
        _world.Update(Open("a"), Open("b"));
        Assert.True(_world.Relay("b").IsEjected);

        _world.Advance(1);
        _world.Update(Open("a"), Open("b"));

        Assert.Equal(RelayHealth.Healthy, _world.Relay("b").Health);
        Assert.Null(_world.Relay("b").EjectedFor);
        Assert.Equal([true, false], _world.EventsOf<SessionEvent.EjectionChanged>().Select(change => change.IsEjected));
    }

    [Fact]
    public void Each_further_time_is_twice_as_long_up_to_a_quarter_of_an_hour()
    {
        Eject();
        var times = new List<double>();
        for (var i = 0; i < 7; i++)
        {
            times.Add(_world.Relay("b").EjectedFor!.Value.TotalSeconds);
            _world.Advance(times[^1]);
            _world.Update(Open("a"), Failing("b", 4 + i));
        }

        Assert.Equal([30, 60, 120, 240, 480, 900, 900], times);
        Assert.Single(_world.EventsOf<SessionEvent.EjectionChanged>());
    }

    [Fact]
    public void A_relay_that_stays_well_is_one_time_the_better()
    {
        Eject();
        _world.Advance(30);
        _world.Update(Open("a"), Open("b"));
        Assert.Equal(1, _world.Relay("b").Ejections);

        _world.Advance(30);
        _world.Update(Open("a"), Open("b"));

        Assert.Equal(0, _world.Relay("b").Ejections);
    }

    [Fact]
    public void A_relay_outside_of_the_set_is_ejected_by_its_checks_and_returns_by_one()
    {
        _world.Update(Open("a"), Outside("x"));
        for (var i = 0; i < 3; i++)
        {
            _world.Monitor.Checked(Failure("x"));
        }

        _world.Update(Open("a"), Outside("x"));
        Assert.Equal((RelayHealth.Ejected, 3), (_world.Relay("x").Health, _world.Relay("x").FailedConnects));
        Assert.Equal(CloseReason.Unreachable, _world.Relay("x").LastCloseReason);
        _world.Advance(30);
        _world.Update(Open("a"), Outside("x"));
        Assert.True(_world.Relay("x").IsEjected);

        _world.Monitor.Checked(Failure("x") with { Failure = null, RoundTrip = TimeSpan.FromMilliseconds(5) });
        _world.Advance(60);
        _world.Update(Open("a"), Outside("x"));

        Assert.Equal(RelayHealth.Healthy, _world.Relay("x").Health);
        Assert.Equal(TimeSpan.FromMilliseconds(5), _world.Relay("x").Latency);
    }

    [Fact]
    public void A_relay_that_lets_nobody_in_is_barred_and_not_ejected()
    {
        _world.Update(Open("a"), Failing("b", 3) with { IsBarred = true });

        Assert.Equal(RelayHealth.Barred, _world.Relay("b").Health);
        Assert.False(_world.Relay("b").IsEjected);
    }

    private static HealthCheckResult Failure(string id) => new(
        Options.ValidOptions.Relay(id), TimeSpan.FromMilliseconds(1), RoundTrip: null,
        new(CloseReason.Unreachable, "refused"));

    private void Eject()
    {
        _world.Update(Open("a"), Failing("b", 3));
        Assert.True(_world.Relay("b").IsEjected);
    }
}
