using System.Diagnostics;

namespace SolConnect.Relay.Benchmarks.Latency;

/// <summary>Every so often, by the clock: what was late is not made up for by being late again.</summary>
internal sealed class Pace(TimeSpan every)
{
    // A timer may be a millisecond late, so the last stretch is spent looking at the clock.
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(1.5);

    private readonly long _began = Stopwatch.GetTimestamp();
    private long _ticks;

    public async ValueTask NextAsync()
    {
        var due = every * ++_ticks;
        while (due - Stopwatch.GetElapsedTime(_began) is var left && left > TimeSpan.Zero)
        {
            if (left > Look)
            {
                await Task.Delay(1);
            }
            else
            {
                Thread.Yield();
            }
        }
    }
}
