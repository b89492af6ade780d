namespace SolConnect.Relay.Core.Health;

/// <summary>
/// Smoothed round-trip time and its variation (RFC 6298, section 2). The caller follows Karn's rule: it passes no sample
/// from a message that was sent more than once to the same relay.
/// </summary>
internal sealed class RttEstimator
{
    public bool HasSample { get; private set; }

    public TimeSpan Smoothed { get; private set; }

    public TimeSpan Variation { get; private set; }

    public void Add(TimeSpan sample)
    {
        if (sample < TimeSpan.Zero)
        {
            return;
        }

        if (!HasSample)
        {
            (HasSample, Smoothed, Variation) = (true, sample, sample / 2);
            return;
        }

        // The variation first: it compares the sample with the average before the sample moves it.
        Variation = (Variation * 0.75) + ((Smoothed - sample).Duration() * 0.25);
        Smoothed = (Smoothed * 0.875) + (sample * 0.125);
    }
}
