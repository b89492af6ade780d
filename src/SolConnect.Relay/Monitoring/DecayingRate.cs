using SolConnect.Relay.Core;

namespace SolConnect.Relay.Monitoring;

/// <summary>
/// So many a second, averaged over about ten seconds: each look moves it towards what came since the last one by
/// 1 − e^(−t / 10 s), and a time without a look counts as silence.
/// </summary>
internal sealed class DecayingRate
{
    private static readonly TimeSpan Memory = TimeSpan.FromSeconds(10);

    private double _perSecond;
    private long _total;
    private Instant _asOf;
    private bool _hasBegun;

    /// <param name="total">A count that never goes down.</param>
    public void Observe(long total, Instant now)
    {
        if (!_hasBegun)
        {
            (_hasBegun, _total, _asOf) = (true, total, now);
            return;
        }

        var passed = now - _asOf;
        if (passed <= TimeSpan.Zero)
        {
            return;
        }

        var seen = Math.Max(0, total - _total) / passed.TotalSeconds;
        _perSecond += (1 - Math.Exp(-(passed / Memory))) * (seen - _perSecond);
        (_total, _asOf) = (total, now);
    }

    public double At(Instant now) =>
        _hasBegun && now > _asOf ? _perSecond * Math.Exp(-((now - _asOf) / Memory)) : _perSecond;
}
