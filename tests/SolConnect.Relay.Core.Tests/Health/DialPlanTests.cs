using SolConnect.Relay.Core.Health;

namespace SolConnect.Relay.Core.Tests.Health;

/// <summary>The arithmetic of redials; what it is used for is tested with the session.</summary>
public sealed class DialPlanTests
{
    private static readonly TimeSpan Min = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Max = TimeSpan.FromSeconds(15);
    private static readonly Instant Now = new(TimeSpan.FromHours(1).Ticks);

    [Theory]
    [InlineData(0, 0, 250)]
    [InlineData(1, 0, 500)]
    [InlineData(5, 0, 8_000)]
    [InlineData(6, 0, 15_000)]
    [InlineData(1_000, 0, 15_000)]
    [InlineData(0, 3, 2_000)]
    [InlineData(2, 1, 1_000)]
    [InlineData(1, 2, 1_000)]
    public void The_ceiling_doubles_with_the_larger_of_failures_and_misbehaviours(
        int failures, int misbehaviours, double ceiling)
    {
        var random = new DeterministicRandom(1);
        var waits = Enumerable.Range(0, 500).Select(_ =>
        {
            var plan = new DialPlan();
            Times(failures, () => plan.Failed(3));
            Times(misbehaviours, () => plan.PlanRedial(Now, default, misbehaved: true, Min, Max, random));
            if (misbehaviours == 0)
            {
                plan.PlanRedial(Now, default, misbehaved: false, Min, Max, random);
            }

            return (plan.NextDialAt - Now).TotalMilliseconds;
        }).ToList();

        Assert.All(waits, wait => Assert.InRange(wait, 0, ceiling));
        Assert.InRange(waits.Average(), ceiling * 0.45, ceiling * 0.55);
    }

    [Fact]
    public void Retry_after_comes_before_a_jitter_of_a_tenth()
    {
        var plan = new DialPlan();

        plan.PlanRedial(Now, TimeSpan.FromMinutes(3), misbehaved: false, Min, Max, new DeterministicRandom(1));

        Assert.InRange(plan.NextDialAt - Now, TimeSpan.FromMinutes(3), TimeSpan.FromMinutes(3.3));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Health_turns_at_the_limit_once_and_back_with_a_success(int maxRetries)
    {
        var plan = new DialPlan();

        var turns = Enumerable.Range(1, 5).Where(_ => plan.Failed(maxRetries)).Count();

        Assert.Equal((1, false, 5), (turns, plan.IsHealthy, plan.FailedDials));
        Assert.True(plan.Succeeded());
        Assert.False(plan.Succeeded());
        Assert.Equal((true, 0), (plan.IsHealthy, plan.FailedDials));
    }

    [Fact]
    public void A_dial_that_has_started_is_not_planned_any_more()
    {
        var plan = new DialPlan();
        plan.PlanAt(Now);

        plan.Started();

        Assert.Equal(Instant.Never, plan.NextDialAt);
    }

    private static void Times(int count, Action action)
    {
        for (; count > 0; count--)
        {
            action();
        }
    }
}
