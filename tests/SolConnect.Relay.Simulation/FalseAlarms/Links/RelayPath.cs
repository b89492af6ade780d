using SolConnect.Relay.Simulation.Engine;

namespace SolConnect.Relay.Simulation.FalseAlarms.Links;

/// <summary>The part of the way that leads to one relay alone.</summary>
internal sealed class RelayPath(LinkModel model, SimRandom random, Instant start)
{
    private readonly EpisodeClock? _stalls =
        model.PathStalls is { } stalls ? new(stalls, random.Fork(), start) : null;

    private Instant _lastUp;
    private Instant _lastDown;

    /// <summary>When a packet that enters now comes out; <see cref="Instant.Never"/>: it is lost.</summary>
    public Instant Pass(bool isUp, Instant now)
    {
        if (random.Chance(model.PathLoss))
        {
            return Instant.Never;
        }

        var leaves = (_stalls?.EndAt(now) ?? now) + model.PathDelay + random.Exponential(model.PathJitter);
        ref var last = ref isUp ? ref _lastUp : ref _lastDown;
        return last = Instant.Later(last, leaves);
    }
}
