namespace SolConnect.Relay.Core.Health;

/// <summary>
/// Smoothed round-trip time and its variation (RFC 6298, section 2). The caller follows Karn's rule: it passes no sample
/// from a message that was sent more than once to the same relay.
/// </summary>
/// <param name="longest">
/// Longer samples count as this long, and none counts for more than the average and a quarter of this: what is far above
/// tells of a stall rather than of the path, and a few such would keep later silence from being noticed in time.
/// </param>
internal sealed class RttEstimator(TimeSpan longest)
{
    /// <summary>Only the answer to Hello is known.</summary>
    public bool IsProvisional { get; private set; }

    public bool HasSample { get; private set; }

    public TimeSpan Smoothed { get; private set; }

    public TimeSpan Variation { get; private set; }

    /// <summary>The last sample as it was: neither limited nor smoothed.</summary>
    public TimeSpan Last { get; private set; }

    /// <summary>Samples taken, the answer to Hello included.</summary>
    public long Samples { get; private set; }

    /// <summary>
    /// The answer to Hello: it holds the relay's start of a connection too, so it counts for a quarter of the longest at
    /// most, and the next sample takes its place.
    /// </summary>
    public void Begin(TimeSpan sample)
    {
        Add(sample < longest / 4 ? sample : longest / 4);
        (IsProvisional, Last) = (true, sample);
    }

    public void Add(TimeSpan sample)
    {
        if (sample < TimeSpan.Zero)
        {
            return;
        }

        Note(sample);
        sample = Limited(sample);
        if (!HasSample || IsProvisional)
        {
            (HasSample, Smoothed, Variation, IsProvisional) = (true, sample, sample / 2, false);
            return;
        }

        Follow(sample);
    }

    /// <summary>
    /// A sample from a time of suspicion: it moves the average, and takes no place, so that a path which has always
    /// been longer than the answer to Hello is believed becomes known, and the next clean sample takes the place of a
    /// stall's.
    /// </summary>
    public void AddDoubtful(TimeSpan sample)
    {
        if (HasSample && sample >= TimeSpan.Zero)
        {
            Note(sample);
            Follow(Limited(sample));
        }
    }

    private void Note(TimeSpan sample) => (Last, Samples) = (sample, Samples + 1);

    private void Follow(TimeSpan sample)
    {
        // The variation first: it compares the sample with the average before the sample moves it.
        Variation = (Variation * 0.75) + ((Smoothed - sample).Duration() * 0.25);
        Smoothed = (Smoothed * 0.875) + (sample * 0.125);
    }

    private TimeSpan Limited(TimeSpan sample)
    {
        sample = sample < longest ? sample : longest;
        if (HasSample)
        {
            // Also the first after Hello: it may have been read late, by a process that slept.
            sample = sample < Smoothed + (longest / 4) ? sample : Smoothed + (longest / 4);
        }

        return sample;
    }
}
