using SolConnect.Relay.Core;
using SolConnect.Relay.Monitoring;
using SolConnect.Relay.Monitoring.HealthChecks;
using static SolConnect.Relay.Tests.Monitoring.RelayViewSamples;

namespace SolConnect.Relay.Tests.Monitoring.HealthChecks;

public class CheckScheduleTests
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    private double _draw;

    [Theory]
    [InlineData(0, 0)]
    [InlineData(0.5, 5)]
    [InlineData(0.99, 9.9)]
    public void The_first_check_comes_somewhere_in_the_first_interval(double draw, double dueAt)
    {
        _draw = draw;
        var schedule = Create();

        var atOnce = schedule.TakeDue([Relay("x")], At(100));

        Assert.Equal(draw == 0 ? 1 : 0, atOnce.Count);
        Assert.Equal(draw == 0 ? At(108) : At(100 + dueAt), schedule.NextDue);
    }

    [Theory]
    [InlineData(0, 8)]
    [InlineData(0.5, 10)]
    [InlineData(1, 12)]
    public void The_next_one_comes_an_interval_later_give_or_take_a_fifth(double draw, double later)
    {
        var schedule = Create();
        schedule.TakeDue([], At(0));
        _draw = draw;

        var first = schedule.TakeDue([Relay("x")], At(100));
        var due = schedule.TakeDue([Relay("x")], first.Count > 0 ? At(100) : schedule.NextDue);

        Assert.Equal(1, first.Count + due.Count);
        var checkedAt = first.Count > 0 ? 100 : 100 + (10 * draw);
        Assert.Equal(At(checkedAt + later), schedule.NextDue);
    }

    [Fact]
    public void One_that_is_ejected_is_checked_when_it_may_return()
    {
        var schedule = Create();
        var ejected = Relay("x") with { IsEjected = true, EjectedUntil = At(160) };

        Assert.Empty(schedule.TakeDue([ejected], At(100)));
        Assert.Equal(At(160), schedule.NextDue);
        Assert.Single(schedule.TakeDue([ejected], At(160)));
    }

    [Fact]
    public void One_that_is_gone_is_forgotten()
    {
        var schedule = Create();
        _draw = 0.5;
        schedule.TakeDue([Relay("x")], At(100));

        Assert.Empty(schedule.TakeDue([], At(104)));
        Assert.Equal(Instant.Never, schedule.NextDue);
        Assert.Empty(schedule.TakeDue([Relay("x")], At(105)));
        Assert.Equal(At(110), schedule.NextDue);
    }

    private static RelaySnapshot Relay(string id) => new(Outside(id));

    private CheckSchedule Create() => new(Interval, () => _draw);
}
