namespace SolConnect.Relay.Core;

/// <summary>SplitMix64 (Steele, Lea and Flood, 2014): the machine's only randomness, all of it from the seed it is given.</summary>
internal sealed class DeterministicRandom(ulong seed)
{
    private ulong _state = seed;

    public ulong Next()
    {
        _state += 0x9E3779B97F4A7C15;
        var mixed = (_state ^ (_state >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return mixed ^ (mixed >> 31);
    }

    /// <summary>Uniform in [0, 1).</summary>
    public double NextUnit() => (Next() >> 11) * (1.0 / (1UL << 53));

    /// <summary>Uniform from zero up to <paramref name="limit"/>.</summary>
    public TimeSpan NextUpTo(TimeSpan limit) => limit * NextUnit();
}
