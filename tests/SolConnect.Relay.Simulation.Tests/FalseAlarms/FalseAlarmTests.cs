using SolConnect.Relay.Simulation.FalseAlarms;
using SolConnect.Relay.Simulation.FalseAlarms.Links;
using SolConnect.Relay.Simulation.FalseAlarms.Measuring;

namespace SolConnect.Relay.Simulation.Tests.FalseAlarms;

/// <summary>
/// Two hours on each link, which take a few seconds; the console program runs whole days. Of a part of a day, one false
/// failover is always allowed.
/// </summary>
public class FalseAlarmTests
{
    private static readonly TimeSpan TwoHours = TimeSpan.FromHours(2);

    public static TheoryData<string, int> LinksAndRates()
    {
        var data = new TheoryData<string, int>();
        foreach (var model in LinkModels.All)
        {
            data.Add(model.Name, 1);
            data.Add(model.Name, 10);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(LinksAndRates))]
    public void Two_hours_with_healthy_relays_keep_to_the_limits_of_the_link(string link, int rate)
    {
        var day = Day(link, rate);

        var result = day.Run();

        Assert.Null(LinkLimits.TooManyFailovers(day, result) ?? LinkLimits.MissingReceipts(result));
        if (!LinkLimits.ExceedsBudgetByDesign(day))
        {
            Assert.Null(LinkLimits.TooManyCopies(result));
        }
    }

    [Fact]
    public void The_limits_can_be_broken_by_a_threshold_that_is_too_small_for_the_link()
    {
        var day = Day("bad Wi-Fi", rate: 10) with
        {
            Options = new() { FailoverThreshold = TimeSpan.FromMilliseconds(100) },
        };

        Assert.NotNull(LinkLimits.TooManyFailovers(day, day.Run()));
    }

    [Fact]
    public void A_fixed_timeout_moves_where_the_real_rule_does_not()
    {
        var result = Day("home Wi-Fi", rate: 10).Run();

        Assert.InRange(result.FixedMoves[0], 20, 2_000);
        Assert.True(result.FixedMoves[1] < result.FixedMoves[0]);
        Assert.InRange(result.Failovers, 0, 1);
    }

    [Fact]
    public void The_same_seed_gives_the_same_day()
    {
        var (first, second) = (Day("LTE, moving", rate: 1).Run(), Day("LTE, moving", rate: 1).Run());

        Assert.Equal(Figures(first), Figures(second));
        Assert.NotEqual(Figures(first), Figures((Day("LTE, moving", rate: 1) with { Seed = 2 }).Run()));
    }

    private static LinkDay Day(string link, int rate) =>
        new(LinkModels.All.Single(model => model.Name == link), rate, TwoHours, Seed: 1);

    private static (long, int, long, TimeSpan, TimeSpan) Figures(DayResult result) =>
        (result.Messages, result.Suspicions, result.Copies, result.Degraded, result.Receipts.Longest);
}
