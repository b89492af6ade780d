namespace SolConnect.Relay.Testing.Tests;

/// <summary>
/// The system's clock with timers that end up to 4 ms early, as those of .NET do at worst: they count on a clock that
/// Linux moves on every 4 ms.
/// </summary>
internal sealed class HastyTimeProvider : TimeProvider
{
    private static readonly TimeSpan Haste = TimeSpan.FromMilliseconds(4);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        base.CreateTimer(callback, state, Hasty(dueTime), Hasty(period));

    private static TimeSpan Hasty(TimeSpan time) => time > 2 * Haste ? time - Haste : time;
}
