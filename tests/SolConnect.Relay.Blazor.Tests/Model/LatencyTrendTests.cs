using System.Globalization;

namespace SolConnect.Relay.Blazor.Tests.Model;

public class LatencyTrendTests
{
    private const int Capacity = 5;

    [Fact]
    public void Without_a_sample_there_is_no_line()
    {
        var trend = LatencyTrend.Of([null, null], Capacity);

        Assert.Equal(("", "no latency measured yet"), (trend.Path, trend.Description));
    }

    [Fact]
    public void The_newest_sample_stands_at_the_right_edge_and_the_oldest_that_fits_at_the_left()
    {
        var points = PointsOf(Milliseconds(1, 2, 3, 4, 5));

        Assert.Equal(2, points[0].X);
        Assert.Equal(LatencyTrend.Width - 2, points[^1].X);
    }

    [Fact]
    public void Few_samples_begin_in_the_middle()
    {
        var points = PointsOf(Milliseconds(4, 5));

        Assert.Equal(LatencyTrend.Width - 2, points[^1].X);
        Assert.Equal(LatencyTrend.Width - 2 - ((LatencyTrend.Width - 4) / 4.0), points[0].X);
    }

    [Fact]
    public void The_largest_is_at_the_top_and_half_of_it_in_the_middle()
    {
        var points = PointsOf(Milliseconds(20, 10));

        Assert.Equal(2, points[0].Y);
        Assert.Equal(LatencyTrend.Height / 2.0, points[^1].Y);
    }

    [Fact]
    public void Noise_below_a_millisecond_is_not_blown_up()
    {
        var points = PointsOf(Milliseconds(0.1, 0.05));

        Assert.All(points, point => Assert.True(point.Y > LatencyTrend.Height / 2));
    }

    [Fact]
    public void A_time_without_a_connection_is_a_gap()
    {
        var trend = LatencyTrend.Of([.. Milliseconds(1, 2), null, .. Milliseconds(3)], Capacity);

        Assert.Equal(2, trend.Path.Count(letter => letter == 'M'));
        Assert.Equal("from 1.00 ms to 3.00 ms, now 3.00 ms", trend.Description);
    }

    [Fact]
    public void A_relay_that_is_gone_says_so() =>
        Assert.Equal("steady at 2.00 ms, not connected now", LatencyTrend.Of([.. Milliseconds(2), null], Capacity).Description);

    [Fact]
    public void The_path_is_the_same_in_every_culture()
    {
        var before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = new("de-DE");
        try
        {
            Assert.DoesNotContain(",", LatencyTrend.Of(Milliseconds(1.5, 2.7, 3.1), Capacity).Path, StringComparison.Ordinal);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    private static TimeSpan?[] Milliseconds(params double[] values) =>
        [.. values.Select(value => (TimeSpan?)TimeSpan.FromMilliseconds(value))];

    private static List<(double X, double Y)> PointsOf(IReadOnlyList<TimeSpan?> samples) =>
    [
        .. LatencyTrend.Of(samples, Capacity).Path.Split(['M', 'L'], StringSplitOptions.RemoveEmptyEntries)
            .Select(point => point.Split(' '))
            .Select(point => (
                double.Parse(point[0], CultureInfo.InvariantCulture), double.Parse(point[1], CultureInfo.InvariantCulture))),
    ];
}
