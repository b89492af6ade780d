using SolConnect.Relay.Simulation.Engine;

namespace SolConnect.Relay.Simulation.FalseAlarms.Links;

/// <summary>Random times that only link models need.</summary>
internal static class RandomTimes
{
    /// <summary>Exponentially distributed with a mean.</summary>
    public static TimeSpan Exponential(this SimRandom random, TimeSpan mean) =>
        mean == TimeSpan.Zero ? TimeSpan.Zero : mean * -Math.Log(1 - random.Fraction());
}
