namespace SolConnect.Relay.Core.Health;

/// <summary>
/// How often a relay has failed lately: one for each failure, halved every 60 s (like route flap damping, RFC 2439). While
/// it is above one, nothing goes back to the relay of its own accord.
/// </summary>
internal sealed class FlapPenalty
{
    private static readonly TimeSpan HalfLife = TimeSpan.FromSeconds(60);

    private double _value;
    private Instant _asOf;

    public double At(Instant now) => _value * Math.Pow(0.5, Math.Max(0, (now - _asOf) / HalfLife));

    public bool IsHighAt(Instant now) => At(now) > 1;

    public void Add(Instant now) => (_value, _asOf) = (At(now) + 1, now);

    /// <summary>The last failure was somebody else's fault.</summary>
    public void Forgive() => _value = Math.Max(0, _value - 1);

    /// <summary>When it will have sunk to one.</summary>
    public Instant LowAt(Instant now)
    {
        // Rounded up: who comes back at this moment, and only then, must not find it high by a fraction of a tick.
        return IsHighAt(now) ? now + (HalfLife * Math.Log2(At(now))) + TimeSpan.FromTicks(1) : now;
    }
}
