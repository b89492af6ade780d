using SolConnect.Relay.Core;
using SolConnect.Relay.Core.Session;
using SolConnect.Relay.Failover;

namespace SolConnect.Relay.Tests.Failover;

/// <summary>The one timer behind every deadline of a session: a deadline that it loses is lost for good.</summary>
public sealed class DeadlineTimerTests
{
    private static readonly Instant Now = new(TimeSpan.TicksPerHour);
    private static readonly Instant Deadline = Now + TimeSpan.FromMilliseconds(100);

    private readonly ManualTimers _time = new();
    private readonly SessionInbox _inbox = new(outboxCapacity: 1, maxSubscriptions: 1, relays: 1);

    [Fact]
    public async Task It_wakes_the_loop_at_the_deadline()
    {
        await using var timer = new DeadlineTimer(_time, _inbox);

        timer.Arm(Deadline, Now);
        _time.Fire();

        Assert.Equal([TimeSpan.FromMilliseconds(100)], _time.DueTimes);
        Assert.True(_inbox.TryTake(out var input));
        Assert.Equal(SessionInputKind.Tick, input.Kind);
    }

    [Fact]
    public async Task It_is_not_set_again_while_it_waits_for_the_same_deadline()
    {
        await using var timer = new DeadlineTimer(_time, _inbox);

        timer.Arm(Deadline, Now);
        timer.Arm(Deadline, Now + TimeSpan.FromMilliseconds(50));

        Assert.Single(_time.DueTimes);
    }

    [Fact]
    public async Task One_that_fired_before_the_deadline_is_set_again()
    {
        await using var timer = new DeadlineTimer(_time, _inbox);

        // The system's timers run on a coarser clock than ours and may be some milliseconds ahead of it.
        timer.Arm(Deadline, Now);
        _time.Fire();
        timer.Arm(Deadline, Deadline - TimeSpan.FromMilliseconds(2.5));

        Assert.Equal([TimeSpan.FromMilliseconds(100), TimeSpan.FromMilliseconds(3)], _time.DueTimes);
    }

    private sealed class ManualTimers : TimeProvider
    {
        private Action _callback = () => { };

        public List<TimeSpan> DueTimes { get; } = [];

        public void Fire() => _callback();

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            _callback = () => callback(state);
            return new ManualTimer(DueTimes);
        }

        private sealed class ManualTimer(List<TimeSpan> dueTimes) : ITimer
        {
            public bool Change(TimeSpan dueTime, TimeSpan period)
            {
                dueTimes.Add(dueTime);
                return true;
            }

            public void Dispose()
            {
            }

            public ValueTask DisposeAsync() => ValueTask.CompletedTask;
        }
    }
}
