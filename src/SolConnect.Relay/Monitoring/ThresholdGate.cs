using SolConnect.Relay.Core;
using SolConnect.Relay.Core.Session;

namespace SolConnect.Relay.Monitoring;

/// <summary>
/// Tells once that a value is beyond its limit, and once that it is back. It has to be beyond for <see cref="RaiseAfter"/>, and
/// then within a second, stricter limit for <see cref="ClearAfter"/>, so that a value which wavers about the limit is told once.
/// </summary>
/// <param name="raise">Beyond it the alert is raised.</param>
/// <param name="clear">
/// Within it the alert clears. Below <paramref name="raise"/> where high values are bad, above it where low ones are.
/// </param>
internal sealed class ThresholdGate(double raise, double clear)
{
    public static readonly TimeSpan RaiseAfter = TimeSpan.FromSeconds(5);
    public static readonly TimeSpan ClearAfter = TimeSpan.FromSeconds(30);

    private readonly bool _highIsBad = clear <= raise;
    private Instant _since = Instant.Never;
    private double? _last;
    private double _told;

    public bool IsRaised { get; private set; }

    /// <param name="value"><c>null</c>: there is nothing to go by, which neither raises nor clears.</param>
    public ThresholdCrossing? Step(double? value, Instant now)
    {
        if (value is not { } current || !(IsRaised ? IsWithin(current) : IsBeyond(current)))
        {
            (_since, _last) = (Instant.Never, value ?? _last);
            return null;
        }

        if (_since == Instant.Never)
        {
            _since = now;
        }

        if (now - _since < (IsRaised ? ClearAfter : RaiseAfter))
        {
            return null;
        }

        var before = IsRaised ? _told : _last ?? current;
        (IsRaised, _since, _told, _last) = (!IsRaised, Instant.Never, current, current);
        return new(IsCleared: !IsRaised, before, current, raise);
    }

    private bool IsBeyond(double value) => _highIsBad ? value > raise : value < raise;

    private bool IsWithin(double value) => _highIsBad ? value <= clear : value >= clear;
}
