namespace SolConnect.Relay.Simulation.FalseAlarms.Links;

/// <summary>
/// How packets fare between one client and its relays. Everything called "access" is shared by all of the client's
/// connections, because they share one radio or cable; everything called "path" is drawn for each relay by itself.
/// </summary>
internal sealed record LinkModel
{
    /// <summary>As it stands in tables.</summary>
    public required string Name { get; init; }

    /// <summary>False failovers that are allowed in 24 hours.</summary>
    public required int FailoversPerDay { get; init; }

    /// <summary>One way over the access link when nothing disturbs it.</summary>
    public required TimeSpan AccessDelay { get; init; }

    /// <summary>Mean of what is added to it for each packet, exponentially distributed.</summary>
    public required TimeSpan AccessJitter { get; init; }

    /// <summary>One way between the access link and a relay.</summary>
    public required TimeSpan PathDelay { get; init; }

    /// <summary>Mean of what is added to it for each packet, exponentially distributed.</summary>
    public required TimeSpan PathJitter { get; init; }

    /// <summary>There and back when nothing disturbs it.</summary>
    public TimeSpan RoundTrip => (AccessDelay + PathDelay) * 2;

    /// <summary>
    /// Times in which the access link holds packets back and loses none: a radio that scans other channels, a handover
    /// that forwards, a medium that others use. At the end all of them leave in order.
    /// </summary>
    public IReadOnlyList<Episodes> Stalls { get; init; } = [];

    /// <summary>
    /// Times in which the access link loses packets with <see cref="FadeLoss"/>: the bad state of Gilbert and Elliott.
    /// </summary>
    public Episodes? Fades { get; init; }

    /// <summary>Chance that a packet is lost in a fade.</summary>
    public double FadeLoss { get; init; }

    /// <summary>Mean of what a fade adds for each packet: frames that are sent again, at lower rates.</summary>
    public TimeSpan FadeJitter { get; init; }

    /// <summary>Times in which the access link loses everything: roaming, a handover that fails.</summary>
    public IReadOnlyList<Episodes> Outages { get; init; } = [];

    /// <summary>Chance that the access link loses a packet outside of fades.</summary>
    public double AccessLoss { get; init; }

    /// <summary>Chance that a path loses a packet.</summary>
    public double PathLoss { get; init; }

    /// <summary>Times in which one path holds packets back: a queue, a relay that collects garbage.</summary>
    public Episodes? PathStalls { get; init; }
}
