using SolConnect.Relay.Simulation.Engine;

namespace SolConnect.Relay.Simulation.FalseAlarms.Links;

/// <summary>
/// The part of the way that all connections of the client share, and with it most of what goes wrong.
/// </summary>
internal sealed class AccessLink
{
    private readonly LinkModel _model;
    private readonly SimRandom _random;
    private readonly EpisodeClock[] _stalls;
    private readonly EpisodeClock? _fades;
    private readonly EpisodeClock[] _outages;
    private Instant _lastUp;
    private Instant _lastDown;

    public AccessLink(LinkModel model, SimRandom random, Instant start)
    {
        (_model, _random) = (model, random);
        _stalls = [.. model.Stalls.Select(stall => new EpisodeClock(stall, random.Fork(), start))];
        _fades = model.Fades is { } fades ? new(fades, random.Fork(), start) : null;
        _outages = [.. model.Outages.Select(outage => new EpisodeClock(outage, random.Fork(), start))];
    }

    /// <summary>When a packet that enters now comes out; <see cref="Instant.Never"/>: it is lost.</summary>
    public Instant Pass(bool isUp, Instant now)
    {
        var isFading = _fades is { } fades && fades.IsOnAt(now);
        if (_random.Chance(isFading ? _model.FadeLoss : _model.AccessLoss))
        {
            return Instant.Never;
        }

        foreach (var outage in _outages)
        {
            if (outage.IsOnAt(now))
            {
                return Instant.Never;
            }
        }

        var leaves = now;
        foreach (var stall in _stalls)
        {
            leaves = Instant.Later(leaves, stall.EndAt(now));
        }

        leaves = leaves + _model.AccessDelay + _random.Exponential(_model.AccessJitter)
            + (isFading ? _random.Exponential(_model.FadeJitter) : TimeSpan.Zero);

        // One queue for each direction: what waits holds up whatever comes after it, of all connections.
        ref var last = ref isUp ? ref _lastUp : ref _lastDown;
        return last = Instant.Later(last, leaves);
    }
}
