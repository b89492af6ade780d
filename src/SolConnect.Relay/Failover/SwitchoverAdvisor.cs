using System.Globalization;
using SolConnect.Relay.Core;
using SolConnect.Relay.Monitoring;

namespace SolConnect.Relay.Failover;

/// <summary>
/// Says when the primary had better be left before it fails: its quality, averaged over 3 s, has stood clearly below a
/// standby's for 10 s, and that was measured more than once. Says it at most once a minute. See docs/monitoring.md. Session loop
/// only.
/// </summary>
/// <remarks>
/// It begins to lean away from the primary at a distance of 15 points and a quarter, and goes on leaning until the distance is
/// less than half of that, so that a value which wavers about the limit does not begin anew each time.
/// </remarks>
internal sealed class SwitchoverAdvisor
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    public static readonly TimeSpan Rest = TimeSpan.FromSeconds(60);

    private const double Distance = 15;
    private const double Share = 0.25;
    private const int EnoughRoundTrips = 3;

    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Memory = TimeSpan.FromSeconds(3);

    private readonly Dictionary<string, double> _averages = new(StringComparer.Ordinal);
    private Instant _assessedAt = new(long.MinValue / 2);
    private Instant _restsUntil;
    private Instant _leansSince = Instant.Never;
    private (string Id, int Connection) _primary = ("", 0);
    private long _roundTripsBefore;

    /// <summary>The relay that should be the primary, and why; <c>null</c>: the primary should stay.</summary>
    public (string RelayId, string Why)? Assess(IReadOnlyList<RelaySnapshot> relays, Instant now)
    {
        if (now - _assessedAt < Period)
        {
            return null;
        }

        Average(relays, now);
        RelaySnapshot? primary = null;
        foreach (var relay in relays)
        {
            primary = relay.View.Phase == Core.Session.ConnectionPhase.Primary ? relay : primary;
        }

        if (primary is null || primary.View.SuspectedAt != Instant.Never || Better(relays, primary) is not { } better)
        {
            _leansSince = Instant.Never;
            return null;
        }

        if (_leansSince == Instant.Never || _primary != (primary.View.Endpoint.Id, primary.View.Connection))
        {
            _primary = (primary.View.Endpoint.Id, primary.View.Connection);
            (_leansSince, _roundTripsBefore) = (now, primary.View.RttSamples);
        }

        if (now - _leansSince < Patience || now < _restsUntil || primary.View.RttSamples - _roundTripsBefore < EnoughRoundTrips)
        {
            return null;
        }

        var why = string.Create(
            CultureInfo.InvariantCulture,
            $"Its quality is {QualityOf(primary):0}, and that of '{better.View.Endpoint.Id}' {QualityOf(better):0}, for " +
            $"{(now - _leansSince).TotalSeconds:0} s.");
        (_leansSince, _restsUntil) = (Instant.Never, now + Rest);
        return (better.View.Endpoint.Id, why);
    }

    private void Average(IReadOnlyList<RelaySnapshot> relays, Instant now)
    {
        var weight = 1 - Math.Exp(-((now - _assessedAt) / Memory));
        foreach (var relay in relays)
        {
            var (id, quality) = (relay.View.Endpoint.Id, RelayQuality.Score(relay, now));
            _averages[id] = _averages.TryGetValue(id, out var average) ? average + (weight * (quality - average)) : quality;
        }

        if (_averages.Count > relays.Count)
        {
            foreach (var gone in _averages.Keys.Except(relays.Select(relay => relay.View.Endpoint.Id)).ToList())
            {
                _averages.Remove(gone);
            }
        }

        _assessedAt = now;
    }

    // While the list changes, relays are open that are not of the set in force, and the machine would refuse the move to one.
    // Of the others, one that does not publish yet before one that does: only then does the primary leave the publishing set.
    private RelaySnapshot? Better(IReadOnlyList<RelaySnapshot> relays, RelaySnapshot primary)
    {
        RelaySnapshot? best = null;
        foreach (var relay in relays)
        {
            if (relay is { IsHealthy: true, View: { InSet: true, Phase: Core.Session.ConnectionPhase.Standby } }
                && IsClearlyBetter(QualityOf(relay), QualityOf(primary))
                && (best is null || Preference(relay).CompareTo(Preference(best)) > 0))
            {
                best = relay;
            }
        }

        return best;
    }

    private bool IsClearlyBetter(double quality, double primary)
    {
        var half = _leansSince == Instant.Never ? 1 : 0.5;
        return quality - primary >= half * Distance && primary <= (1 - (half * Share)) * quality;
    }

    private (bool IsFree, double Quality) Preference(RelaySnapshot relay) => (!relay.View.IsPublishing, QualityOf(relay));

    private double QualityOf(RelaySnapshot relay) => _averages[relay.View.Endpoint.Id];
}
