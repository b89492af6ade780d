namespace SolConnect.Relay.Simulation.FalseAlarms.Transport;

/// <summary>
/// How long TCP waits before it sends again (RFC 6298), with the lower limit that Linux has instead of the RFC's
/// second: the variation counts for 200 ms at least (<c>TCP_RTO_MIN</c>).
/// </summary>
internal sealed class RetransmissionTimer
{
    private static readonly TimeSpan LeastVariation = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan BeforeFirstSample = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(120);

    private TimeSpan _variation;
    private int _backoffs;

    public TimeSpan Smoothed { get; private set; }

    public TimeSpan Timeout
    {
        get
        {
            var usual = Smoothed == TimeSpan.Zero ? BeforeFirstSample
                : Smoothed + (_variation * 4 > LeastVariation ? _variation * 4 : LeastVariation);
            var backedOff = usual * (1L << Math.Min(_backoffs, 12));
            return backedOff < Longest ? backedOff : Longest;
        }
    }

    public void Sample(TimeSpan roundTrip)
    {
        _backoffs = 0;
        if (Smoothed == TimeSpan.Zero)
        {
            (Smoothed, _variation) = (roundTrip, roundTrip / 2);
            return;
        }

        _variation = (_variation * 0.75) + ((Smoothed - roundTrip).Duration() * 0.25);
        Smoothed = (Smoothed * 0.875) + (roundTrip * 0.125);
    }

    public void BackOff() => _backoffs++;
}
