using SolConnect.Relay.Core;

namespace SolConnect.Relay.Monitoring;

/// <summary>
/// The share of time in which a relay answered, out of the time since it was tried first; a time ten minutes ago counts for
/// half of one now.
/// </summary>
internal sealed class Availability
{
    private static readonly TimeSpan HalfLife = TimeSpan.FromMinutes(10);

    private double _share = 1;
    private Instant _asOf;
    private bool? _wasUp;

    /// <summary>From 0 to 1; 1 before anything is known.</summary>
    public double Share => _share;

    /// <param name="isUp"><c>null</c>: not known yet, so the time does not count.</param>
    public void Observe(bool? isUp, Instant now)
    {
        // What it was at the last look, it was until now.
        if (_wasUp is { } wasUp && now > _asOf)
        {
            _share += (1 - Math.Pow(0.5, (now - _asOf) / HalfLife)) * ((wasUp ? 1 : 0) - _share);
        }

        (_wasUp, _asOf) = (isUp, now);
    }
}
