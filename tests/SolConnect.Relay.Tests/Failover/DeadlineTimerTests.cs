using SolConnect.Relay.Core;
using SolConnect.Relay.Failover;

namespace SolConnect.Relay.Tests.Failover;

public sealed class DeadlineTimerTests : IAsyncDisposable
{
    private static readonly TimeSpan Millisecond = TimeSpan.FromMilliseconds(1);

    private readonly ManualTimeProvider _time = new();
    private readonly SessionInbox _inbox = new(outboxCapacity: 1, maxSubscriptions: 1, relays: 1);
    private readonly DeadlineTimer _timer;

    public DeadlineTimerTests() => _timer = new(_time, _inbox);

    [Fact]
    public void It_wakes_the_loop_at_the_deadline_and_not_before()
    {
        Arm(10 * Millisecond);

        _time.Advance(9 * Millisecond);
        var before = IsWoken();
        _time.Advance(Millisecond);

        Assert.False(before);
        Assert.True(IsWoken());
    }

    [Fact]
    public void A_later_deadline_replaces_an_earlier_one()
    {
        Arm(10 * Millisecond);
        Arm(20 * Millisecond);

        _time.Advance(19 * Millisecond);
        var before = IsWoken();
        _time.Advance(Millisecond);

        Assert.False(before);
        Assert.True(IsWoken());
    }

    [Fact]
    public void Without_a_deadline_it_wakes_nobody()
    {
        Arm(10 * Millisecond);
        _timer.Arm(Instant.Never, Now);

        _time.Advance(TimeSpan.FromDays(1));

        Assert.False(IsWoken());
    }

    [Fact]
    public void A_deadline_that_has_passed_wakes_the_loop_each_time_it_is_set()
    {
        var passed = Now;

        _timer.Arm(passed, Now);
        _time.Advance(TimeSpan.Zero);
        var first = IsWoken();
        _timer.Arm(passed, Now);
        _time.Advance(TimeSpan.Zero);

        Assert.True(first);
        Assert.True(IsWoken());
    }

    [Fact]
    public void A_fraction_of_a_millisecond_is_rounded_up_because_the_system_rounds_down()
    {
        Arm(1.5 * Millisecond);

        _time.Advance(1.5 * Millisecond);
        var atDeadline = IsWoken();
        _time.Advance(0.5 * Millisecond);

        Assert.False(atDeadline);
        Assert.True(IsWoken());
    }

    [Fact]
    public void After_a_wake_that_came_early_the_same_deadline_is_waited_for_once_more()
    {
        var deadline = Now + (10 * Millisecond);
        _timer.Arm(deadline, Now);
        _time.FireEarly();
        var early = IsWoken();

        _timer.Arm(deadline, Now);
        _time.Advance(10 * Millisecond);

        Assert.True(early);
        Assert.True(IsWoken());
    }

    [Fact]
    public void A_deadline_further_away_than_system_timers_reach_is_waited_for_in_parts()
    {
        var deadline = Now + TimeSpan.FromDays(400);
        var wakes = 0;

        for (_timer.Arm(deadline, Now); Now < deadline; _timer.Arm(deadline, Now))
        {
            _time.Advance(TimeSpan.FromDays(1));
            wakes += IsWoken() ? 1 : 0;
        }

        Assert.InRange(wakes, 1, 400);
    }

    public ValueTask DisposeAsync() => _timer.DisposeAsync();

    private Instant Now => new(_time.GetTimestamp());

    private void Arm(TimeSpan dueIn) => _timer.Arm(Now + dueIn, Now);

    private bool IsWoken() => _inbox.TryTake(out _);
}
