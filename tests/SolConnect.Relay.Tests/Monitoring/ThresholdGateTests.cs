using SolConnect.Relay.Core.Session;
using SolConnect.Relay.Monitoring;
using static SolConnect.Relay.Tests.Monitoring.RelayViewSamples;

namespace SolConnect.Relay.Tests.Monitoring;

public class ThresholdGateTests
{
    private readonly ThresholdGate _gate = new(raise: 100, clear: 80);

    [Fact]
    public void A_value_beyond_the_limit_is_told_once_after_five_seconds_with_what_it_was_before()
    {
        Assert.Null(_gate.Step(90, At(0)));
        Assert.Null(_gate.Step(110, At(1)));
        Assert.Null(_gate.Step(120, At(5.9)));

        Assert.Equal(new ThresholdCrossing(IsCleared: false, Before: 90, After: 130, Threshold: 100), _gate.Step(130, At(6)));

        Assert.All(Enumerable.Range(7, 100), second => Assert.Null(_gate.Step(200, At(second))));
    }

    [Fact]
    public void A_value_that_wavers_about_the_limit_is_not_told()
    {
        for (var second = 0; second < 100; second++)
        {
            Assert.Null(_gate.Step(second % 4 == 0 ? 99 : 101, At(second)));
        }
    }

    [Fact]
    public void It_clears_below_the_stricter_limit_after_thirty_seconds_and_not_before()
    {
        Raise();

        Assert.All(Enumerable.Range(10, 100), second => Assert.Null(_gate.Step(90, At(second))));
        Assert.Null(_gate.Step(80, At(200)));
        Assert.Null(_gate.Step(70, At(229)));
        Assert.Equal(new ThresholdCrossing(IsCleared: true, Before: 150, After: 60, Threshold: 100), _gate.Step(60, At(230)));
        Assert.Null(_gate.Step(60, At(400)));
    }

    [Fact]
    public void A_relapse_on_the_way_back_begins_the_wait_anew()
    {
        Raise();
        Assert.Null(_gate.Step(70, At(10)));
        Assert.Null(_gate.Step(150, At(39)));
        Assert.Null(_gate.Step(70, At(40)));
        Assert.Null(_gate.Step(70, At(69)));

        Assert.True(_gate.Step(70, At(70))!.Value.IsCleared);
    }

    [Fact]
    public void Without_a_value_nothing_is_raised_and_nothing_cleared()
    {
        Assert.Null(_gate.Step(150, At(0)));
        Assert.Null(_gate.Step(null, At(4)));
        Assert.Null(_gate.Step(150, At(5)));
        Assert.NotNull(_gate.Step(150, At(10)));

        Assert.All(Enumerable.Range(11, 100), second => Assert.Null(_gate.Step(null, At(second))));
        Assert.True(_gate.IsRaised);
    }

    [Fact]
    public void Where_low_values_are_bad_it_is_the_other_way_round()
    {
        var gate = new ThresholdGate(raise: 20, clear: 30);

        Assert.Null(gate.Step(25, At(0)));
        Assert.Null(gate.Step(19, At(1)));
        Assert.Equal(new ThresholdCrossing(IsCleared: false, Before: 25, After: 18, Threshold: 20), gate.Step(18, At(6)));
        Assert.Null(gate.Step(29, At(7)));
        Assert.Null(gate.Step(30, At(50)));
        Assert.True(gate.Step(30, At(80))!.Value.IsCleared);
    }

    private void Raise()
    {
        Assert.Null(_gate.Step(150, At(0)));
        Assert.NotNull(_gate.Step(150, At(5)));
    }
}
