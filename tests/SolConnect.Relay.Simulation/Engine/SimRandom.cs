using System.Numerics;

namespace SolConnect.Relay.Simulation.Engine;

/// <summary>
/// xoshiro256** (Blackman and Vigna, 2018), seeded through SplitMix64. Its own generator, because the sequence of
/// <c>System.Random</c> may change between runtimes and a seed has to mean the same world for ever.
/// </summary>
internal sealed class SimRandom
{
    private ulong _a;
    private ulong _b;
    private ulong _c;
    private ulong _d;

    public SimRandom(ulong seed)
    {
        _a = SplitMix(ref seed);
        _b = SplitMix(ref seed);
        _c = SplitMix(ref seed);
        _d = SplitMix(ref seed);
    }

    public ulong Next()
    {
        var result = BitOperations.RotateLeft(_b * 5, 7) * 9;
        var shifted = _b << 17;
        _c ^= _a;
        _d ^= _b;
        _b ^= _c;
        _a ^= _d;
        _c ^= shifted;
        _d = BitOperations.RotateLeft(_d, 45);
        return result;
    }

    /// <summary>A generator of its own: what one part of the world draws must not shift what another part gets.</summary>
    public SimRandom Fork() => new(Next());

    public int Below(int bound) => (int)Math.BigMul(Next(), (ulong)bound, out _);

    /// <summary>Both ends included.</summary>
    public int Between(int least, int most) => least + Below(most - least + 1);

    public double Fraction() => (Next() >> 11) * (1.0 / (1UL << 53));

    public bool Chance(double probability) => Fraction() < probability;

    public TimeSpan Between(TimeSpan least, TimeSpan most) =>
        new(least.Ticks + (long)(Fraction() * (most.Ticks - least.Ticks)));

    /// <summary>Between the two, but each order of magnitude is as likely as the next.</summary>
    public TimeSpan Scaled(TimeSpan least, TimeSpan most) =>
        new((long)(least.Ticks * Math.Pow((double)most.Ticks / least.Ticks, Fraction())));

    public T Pick<T>(IReadOnlyList<T> items) => items[Below(items.Count)];

    public void Shuffle<T>(T[] items)
    {
        for (var index = items.Length - 1; index > 0; index--)
        {
            var other = Below(index + 1);
            (items[index], items[other]) = (items[other], items[index]);
        }
    }

    public void Fill(Span<byte> bytes)
    {
        var rest = bytes;
        for (; rest.Length >= 8; rest = rest[8..])
        {
            BitConverter.TryWriteBytes(rest, Next());
        }

        for (var bits = Next(); rest.Length > 0; rest = rest[1..], bits >>= 8)
        {
            rest[0] = (byte)bits;
        }
    }

    public Guid Id()
    {
        Span<byte> bytes = stackalloc byte[16];
        Fill(bytes);
        return new Guid(bytes);
    }

    private static ulong SplitMix(ref ulong state)
    {
        var z = state += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
