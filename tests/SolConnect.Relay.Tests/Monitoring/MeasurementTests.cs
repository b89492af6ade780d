using SolConnect.Relay.Monitoring;
using static SolConnect.Relay.Tests.Monitoring.RelayViewSamples;

namespace SolConnect.Relay.Tests.Monitoring;

/// <summary>The small instruments that a relay's record is made of.</summary>
public class MeasurementTests
{
    [Fact]
    public void Percentiles_are_values_that_were_measured()
    {
        var window = new LatencyWindow();
        for (var i = 100; i >= 1; i--)
        {
            window.Add(TimeSpan.FromMilliseconds(i), At(0));
        }

        var percentiles = window.Percentiles(At(1))!;

        Assert.Equal(
            [50, 95, 99],
            new[] { percentiles.P50, percentiles.P95, percentiles.P99 }.Select(value => value.TotalMilliseconds));
    }

    [Fact]
    public void A_window_without_samples_has_no_percentiles_and_one_sample_is_all_of_them()
    {
        var window = new LatencyWindow();
        Assert.Null(window.Percentiles(At(0)));

        window.Add(TimeSpan.FromMilliseconds(7), At(0));

        Assert.Equal(
            new(TimeSpan.FromMilliseconds(7), TimeSpan.FromMilliseconds(7), TimeSpan.FromMilliseconds(7)),
            window.Percentiles(At(0)));
    }

    [Fact]
    public void A_window_forgets_what_is_old_and_what_is_too_much()
    {
        var window = new LatencyWindow();
        window.Add(TimeSpan.FromSeconds(9), At(0));
        Assert.NotNull(window.Percentiles(At(300)));
        Assert.Null(window.Percentiles(At(300.001)));

        for (var i = 0; i < LatencyWindow.Capacity; i++)
        {
            window.Add(TimeSpan.FromMilliseconds(1), At(1));
        }

        Assert.Equal(TimeSpan.FromMilliseconds(1), window.Percentiles(At(1))!.P99);
    }

    [Fact]
    public void A_window_that_is_full_keeps_the_newest()
    {
        var window = new LatencyWindow();
        for (var i = 1; i <= 3 * LatencyWindow.Capacity; i++)
        {
            window.Add(TimeSpan.FromMilliseconds(i), At(i * 0.1));
        }

        var percentiles = window.Percentiles(At(300))!;

        Assert.Equal(640, percentiles.P50.TotalMilliseconds);
        Assert.Equal(766, percentiles.P99.TotalMilliseconds);
    }

    [Fact]
    public void A_window_takes_nothing_for_new_that_is_weeks_old()
    {
        const double wraps = (uint.MaxValue + 1.0) / 1000;
        var window = new LatencyWindow();
        window.Add(TimeSpan.FromSeconds(9), At(0));
        Assert.Null(window.Percentiles(At(wraps)));

        window.Add(TimeSpan.FromMilliseconds(1), At(wraps));

        Assert.Equal(TimeSpan.FromMilliseconds(1), window.Percentiles(At(wraps))!.P99);
    }

    [Fact]
    public void A_rate_comes_to_what_is_steady_and_fades_in_silence()
    {
        var rate = new DecayingRate();
        for (var second = 0; second <= 100; second++)
        {
            rate.Observe(50 * second, At(second));
        }

        Assert.Equal(50, rate.At(At(100)), tolerance: 0.01);
        Assert.Equal(50 / Math.E, rate.At(At(110)), tolerance: 0.01);
    }

    [Fact]
    public void A_rate_counts_from_the_first_look_on()
    {
        var rate = new DecayingRate();

        rate.Observe(1_000_000, At(5));

        Assert.Equal(0, rate.At(At(5)));
    }

    [Fact]
    public void An_error_rate_is_the_share_of_failures_and_forgets()
    {
        var tally = new OutcomeTally();
        Assert.Equal(0, tally.ErrorRate);

        tally.Add(successes: 3, failures: 1, At(0));
        Assert.Equal(0.25, tally.ErrorRate);
        tally.Add(successes: 2, failures: 0, At(60));

        Assert.Equal(0.125, tally.ErrorRate);
    }

    [Fact]
    public void Few_outcomes_tell_nothing()
    {
        var tally = new OutcomeTally();
        tally.Add(successes: 0, failures: 4, At(0));
        Assert.Null(tally.TellingErrorRateAt(At(0)));

        tally.Add(successes: 0, failures: 1, At(0));

        Assert.Equal(1, tally.TellingErrorRateAt(At(0)));
        Assert.Null(tally.TellingErrorRateAt(At(1)));
    }

    [Fact]
    public void Availability_follows_the_share_of_time()
    {
        var availability = new Availability();
        availability.Observe(null, At(0));
        availability.Observe(true, At(1_000));
        Assert.Equal(1, availability.Share);

        availability.Observe(false, At(2_000));
        Assert.Equal(1, availability.Share);
        availability.Observe(true, At(2_600));

        Assert.Equal(0.5, availability.Share, tolerance: 1e-9);
    }
}
