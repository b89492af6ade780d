namespace SolConnect.Relay.Core.Health;

/// <summary>
/// How long relays were under suspicion that answered after all, while others answered: what this client's link does to
/// single connections now and then. TCP waits twice as long after each retransmission that is lost, so where such
/// silences happen, a relay is given up only after one of twice the length. The longest is remembered, and halved every
/// six hours.
/// </summary>
internal sealed class StallMemory
{
    private static readonly TimeSpan HalfLife = TimeSpan.FromHours(6);

    private TimeSpan _longest;
    private Instant _asOf;

    public TimeSpan LongestAt(Instant now) =>
        _longest == TimeSpan.Zero ? _longest : _longest * Math.Pow(0.5, Math.Max(0, (now - _asOf) / HalfLife));

    /// <summary>A suspicion cleared after so long.</summary>
    public void Note(TimeSpan silence, Instant now)
    {
        if (silence > LongestAt(now))
        {
            (_longest, _asOf) = (silence, now);
        }
    }
}
