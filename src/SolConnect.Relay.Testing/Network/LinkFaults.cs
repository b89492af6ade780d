namespace SolConnect.Relay.Testing.Network;

/// <summary>What is wrong between a relay and its clients.</summary>
internal sealed record LinkFaults
{
    public static readonly LinkFaults None = new();

    /// <summary>Nothing passes, and nothing is lost.</summary>
    public bool IsStopped { get; init; }

    /// <summary>Where what is sent is lost.</summary>
    public LinkDirections Drops { get; init; }

    /// <summary>Each way.</summary>
    public TimeSpan Delay { get; init; }

    public bool DropsAcks { get; init; }

    public bool IsUnreachable => IsStopped || Drops != LinkDirections.None;
}
