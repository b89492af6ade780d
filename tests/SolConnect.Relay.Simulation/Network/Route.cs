namespace SolConnect.Relay.Simulation.Network;

/// <summary>The way between one client and one relay, with what is wrong with it at the moment.</summary>
internal sealed class Route(TimeSpan up, TimeSpan down)
{
    /// <summary>One way, from the client to the relay.</summary>
    public TimeSpan Up { get; } = up;

    /// <summary>One way, from the relay to the client.</summary>
    public TimeSpan Down { get; } = down;

    public Instant SlowUntil { get; set; }

    public TimeSpan SlowBy { get; set; }

    public Instant SlowWritesUntil { get; set; }

    public TimeSpan SlowWriteTime { get; set; }

    public Instant RefusesUntil { get; set; }

    public Instant HangsUntil { get; set; }

    public void Heal() => (SlowUntil, SlowWritesUntil, RefusesUntil, HangsUntil) = (default, default, default, default);
}
