using SolConnect.Relay.Core;
using SolConnect.Relay.Failover;

namespace SolConnect.Relay.Tests.Failover;

public sealed class DeadlineTimerTests
{
    private static readonly Instant Start = new(TimeSpan.FromHours(1).Ticks);
    private static readonly Instant Deadline = Start + TimeSpan.FromMilliseconds(100);

    private readonly SessionInbox _inbox = new(outboxCapacity: 1, maxSubscriptions: 1, relays: 1);

    [Fact]
    public async Task A_timer_that_fires_too_early_is_set_again_for_the_same_deadline()
    {
        var hand = new HandTimer();
        await using var timer = new DeadlineTimer(hand, _inbox);
        timer.Arm(Deadline, Start);

        hand.Fire();
        Assert.True(_inbox.TryTake(out _));
        timer.Arm(Deadline, Deadline - TimeSpan.FromMilliseconds(3));

        Assert.Equal([TimeSpan.FromMilliseconds(100), TimeSpan.FromMilliseconds(3)], hand.Set);
    }

    [Fact]
    public async Task A_timer_that_is_running_is_left_alone_while_the_deadline_stands()
    {
        var hand = new HandTimer();
        await using var timer = new DeadlineTimer(hand, _inbox);

        timer.Arm(Deadline, Start);
        timer.Arm(Deadline, Start + TimeSpan.FromMilliseconds(50));

        Assert.Equal([TimeSpan.FromMilliseconds(100)], hand.Set);
    }

    /// <summary>A clock whose only timer fires when the test says so.</summary>
    private sealed class HandTimer : TimeProvider
    {
        private Action _fire = () => { };

        public List<TimeSpan> Set { get; } = [];

        public void Fire() => _fire();

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            _fire = () => callback(state);
            return new Timer(Set);
        }

        private sealed class Timer(List<TimeSpan> set) : ITimer
        {
            public bool Change(TimeSpan dueTime, TimeSpan period)
            {
                set.Add(dueTime);
                return true;
            }

            public void Dispose()
            {
            }

            public ValueTask DisposeAsync() => ValueTask.CompletedTask;
        }
    }
}
