using SolConnect.Relay.Simulation.Faults;

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

    /// <summary>What goes up is held until then, as TCP does by sending it again, and so is the news of an end.</summary>
    public Instant UpBlockedUntil { get; set; }

    public Instant DownBlockedUntil { get; set; }

    /// <summary>How the relay answers this client's dials; <c>null</c> where it lets it in.</summary>
    public Refusal? Refusal { get; set; }

    public bool IsBlockedAt(Instant now) => now < UpBlockedUntil || now < DownBlockedUntil;

    public void Heal()
    {
        (SlowUntil, SlowWritesUntil, RefusesUntil, HangsUntil) = (default, default, default, default);
        (UpBlockedUntil, DownBlockedUntil) = (default, default);
        Refusal = Refusal is { Kind: FaultKind.Forbidden } ? Refusal : null;
    }
}
