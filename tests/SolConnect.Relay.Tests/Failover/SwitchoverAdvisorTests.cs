using SolConnect.Relay.Core;
using SolConnect.Relay.Core.Session;
using SolConnect.Relay.Failover;
using SolConnect.Relay.Monitoring;
using SolConnect.Relay.Tests.Monitoring;

namespace SolConnect.Relay.Tests.Failover;

public class SwitchoverAdvisorTests
{
    private readonly SwitchoverAdvisor _advisor = new();
    private readonly List<(double Second, string To)> _advice = [];
    private double _second = 1_000;

    [Fact]
    public void A_primary_that_is_clearly_worse_for_long_enough_is_left_and_not_sooner()
    {
        Run(30, primary: 20);
        var worseSince = _second;

        Run(30, primary: 400);

        var (second, to) = _advice[0];
        Assert.Equal("c", to);
        Assert.InRange(second - worseSince, SwitchoverAdvisor.Patience.TotalSeconds, SwitchoverAdvisor.Patience.TotalSeconds + 5);
    }

    [Fact]
    public void The_reason_names_both_qualities()
    {
        var why = "";
        for (var i = 0; i < 60 && why.Length == 0; i++)
        {
            why = _advisor.Assess(Relays(400), At(_second++))?.Why ?? "";
        }

        Assert.Matches("^Its quality is 33, and that of 'c' 91, for 1[0-9] s\\.$", why);
    }

    [Theory]
    [InlineData(20)]
    [InlineData(60)]
    public void A_primary_that_is_as_good_or_a_little_worse_stays(double milliseconds)
    {
        Run(600, milliseconds);

        Assert.Empty(_advice);
    }

    [Fact]
    public void A_primary_that_is_bad_for_a_moment_now_and_then_stays()
    {
        for (var i = 0; i < 50; i++)
        {
            Run(4, primary: 400);
            Run(12, primary: 20);
        }

        Assert.Empty(_advice);
    }

    [Fact]
    public void A_primary_that_wavers_between_the_two_limits_is_left_once_it_was_beyond_the_outer_one()
    {
        Run(5, primary: 400);

        // 200 / 280 is 71 points, 20 below the standby: beyond the inner limit, and with 22 % not beyond the outer one.
        Run(20, primary: 80);

        Assert.NotEmpty(_advice);
        _advice.Clear();
        Run(120, primary: 20);
        Run(120, primary: 80);
        Assert.Empty(_advice);
    }

    [Fact]
    public void Advice_is_given_at_most_once_a_minute()
    {
        Run(200, primary: 400);

        Assert.All(_advice.Zip(_advice.Skip(1)), pair => Assert.True(pair.Second.Second - pair.First.Second >= 60));
        Assert.InRange(_advice.Count, 2, 4);
    }

    [Fact]
    public void Old_measurements_alone_move_nobody()
    {
        for (var i = 0; i < 600; i++)
        {
            Assert.Null(_advisor.Assess(Relays(400, samples: 7), At(_second++)));
        }
    }

    [Fact]
    public void A_suspected_primary_is_left_to_those_who_judge_it()
    {
        for (var i = 0; i < 600; i++)
        {
            var relays = Relays(400);
            relays[0] = relays[0] with { View = relays[0].View with { SuspectedAt = At(1) } };
            Assert.Null(_advisor.Assess(relays, At(_second++)));
        }
    }

    [Fact]
    public void A_standby_that_is_ejected_or_suspected_is_no_way_out()
    {
        for (var i = 0; i < 600; i++)
        {
            var relays = Relays(400);
            relays[1] = relays[1] with { Health = RelayHealth.Ejected };
            relays[2] = relays[2] with { Health = RelayHealth.Suspected };
            Assert.Null(_advisor.Assess(relays, At(_second++)));
        }
    }

    [Fact]
    public void A_standby_that_is_not_of_the_set_in_force_is_no_way_out()
    {
        for (var i = 0; i < 60; i++)
        {
            var relays = Relays(400);
            relays[2] = relays[2] with { View = relays[2].View with { InSet = false } };
            Note(_advisor.Assess(relays, At(_second++)));
        }

        Assert.Equal("b", _advice[0].To);
    }

    [Fact]
    public void A_relay_that_left_the_list_and_comes_back_is_judged_by_what_it_is_now()
    {
        void Assess(double? standby)
        {
            var relays = Relays(200);
            relays[1] = relays[1] with { Health = RelayHealth.Ejected };
            relays[2] = relays[2] with { Latency = TimeSpan.FromMilliseconds(standby ?? 0) };
            Note(_advisor.Assess(standby is null ? relays[..2] : relays, At(_second)));
            _second++;
        }

        for (var i = 0; i < 30; i++)
            Assess(standby: 400);
        for (var i = 0; i < 30; i++)
            Assess(standby: null);
        var isBackSince = _second;
        for (var i = 0; i < 20; i++)
            Assess(standby: 20);

        Assert.Equal([(isBackSince + SwitchoverAdvisor.Patience.TotalSeconds, "c")], _advice);
    }

    [Fact]
    public void A_relay_that_publishes_already_is_taken_where_no_other_is_better()
    {
        for (var i = 0; i < 60; i++)
        {
            var relays = Relays(400);
            relays[2] = relays[2] with { Latency = TimeSpan.FromMilliseconds(400) };
            Note(_advisor.Assess(relays, At(_second++)));
        }

        Assert.Equal("b", _advice[0].To);
    }

    private static Instant At(double second) => RelayViewSamples.At(second);

    private void Run(int seconds, double primary)
    {
        for (var i = 0; i < seconds; i++)
        {
            Note(_advisor.Assess(Relays(primary), At(_second)));
            _second++;
        }
    }

    private void Note((string RelayId, string Why)? advice)
    {
        if (advice is var (relayId, _))
        {
            _advice.Add((_second, relayId));
        }
    }

    /// <summary>The primary, a standby that publishes as well, and one that does not.</summary>
    private RelaySnapshot[] Relays(double primary, long? samples = null) =>
    [
        Relay("a", primary, ConnectionPhase.Primary, isPublishing: true, samples),
        Relay("b", 20, ConnectionPhase.Standby, isPublishing: true, samples),
        Relay("c", 20, ConnectionPhase.Standby, isPublishing: false, samples),
    ];

    private RelaySnapshot Relay(string id, double milliseconds, ConnectionPhase phase, bool isPublishing, long? samples) =>
        new(RelayViewSamples.Open(id, milliseconds, phase, samples ?? (long)_second) with { IsPublishing = isPublishing })
        {
            Health = RelayHealth.Healthy,
            Latency = TimeSpan.FromMilliseconds(milliseconds),
        };
}
