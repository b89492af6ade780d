namespace SolConnect.Relay.Core.Tests.Balancing;

public sealed class RelayExperienceTests
{
    private readonly RelayExperience _record = new();

    [Fact]
    public void An_outcome_counts_half_after_the_half_life()
    {
        var publishing = Candidates.Near(0, 40) with { IsPublishing = true };
        _record.Observe(publishing, TimeSpan.Zero);
        _record.Observe(publishing with { IsPublishing = false }, RelayExperience.HalfLife);

        Assert.Equal(0.5, _record.Outcomes, tolerance: 1e-9);
        Assert.Equal(20, _record.LatencySum, tolerance: 1e-9);
        Assert.Equal(800, _record.SquareSum, tolerance: 1e-9);
    }

    [Fact]
    public void Many_snapshots_at_once_count_as_little_as_one()
    {
        var publishing = Candidates.Near(0, 40) with { IsPublishing = true };
        for (var i = 0; i < 100; i++)
        {
            _record.Observe(publishing, TimeSpan.FromMilliseconds(i));
        }

        Assert.InRange(_record.Outcomes, 1, 1.03);
    }

    [Fact]
    public void A_relay_that_is_suspected_and_then_given_up_has_failed_once()
    {
        var well = Candidates.Near(0, 40);
        RelayCandidate[] history =
        [
            well, well with { IsHealthy = false }, well with { IsHealthy = false, Penalty = 1 },
            well with { Penalty = 0.9 }, well with { Penalty = 0.8 },
        ];
        foreach (var candidate in history)
        {
            _record.Observe(candidate, TimeSpan.Zero);
        }

        Assert.Equal(1, _record.Failures);
    }

    [Fact]
    public void A_failure_between_two_snapshots_shows_in_the_penalty()
    {
        _record.Observe(Candidates.Near(0, 40), TimeSpan.Zero);
        _record.Observe(Candidates.Near(0, 40) with { Penalty = 0.95 }, TimeSpan.Zero);

        Assert.Equal(1, _record.Failures);
    }

    [Fact]
    public void What_a_relay_was_before_we_knew_it_is_not_its_failure()
    {
        _record.Observe(Candidates.Near(0, 40) with { IsHealthy = false, Penalty = 3 }, TimeSpan.Zero);

        Assert.Equal(0, _record.Failures);
        Assert.Equal(40, _record.PeakLatency);
    }

    [Fact]
    public void Relays_that_are_gone_are_forgotten_in_the_end()
    {
        var state = new SelectionState();
        for (var i = 0; i < 3_000; i++)
        {
            state.Observe([Candidates.Near(i, 10)], TimeSpan.FromSeconds(i));
        }

        Assert.Null(state.Find("r0"));
        Assert.NotNull(state.Find("r2999"));
    }
}
