namespace SolConnect.Relay.Testing.Network;

/// <summary>Waits that never end before their time.</summary>
internal static class FullDelay
{
    /// <summary>
    /// Waits until <paramref name="delay"/> has passed since <paramref name="start"/> on the clock that whoever asks would
    /// measure with. A timer alone does not promise that: it counts whole milliseconds, on a coarser clock.
    /// </summary>
    /// <param name="start">A timestamp of this clock.</param>
    public static async ValueTask WaitAsync(
        this TimeProvider time, long start, TimeSpan delay, CancellationToken cancellationToken)
    {
        while (delay - time.GetElapsedTime(start) is var left && left > TimeSpan.Zero)
        {
            var rounded = TimeSpan.FromMilliseconds(Math.Ceiling(left.TotalMilliseconds));
            await Task.Delay(rounded, time, cancellationToken).ConfigureAwait(false);
        }
    }
}
