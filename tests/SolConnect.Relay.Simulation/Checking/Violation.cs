namespace SolConnect.Relay.Simulation.Checking;

/// <summary>One broken promise, with what is needed to find the lines of the history that belong to it.</summary>
internal sealed record Violation(Promise Promise, string What)
{
    /// <summary>How many events of the history came before the one that broke the promise.</summary>
    public int Index { get; init; } = int.MaxValue;

    /// <summary>The producer.</summary>
    public int Client { get; init; } = -1;

    public int Topic { get; init; } = -1;

    public int Message { get; init; } = -1;

    public int Subscription { get; init; } = -1;

    public override string ToString() => $"{Promise}: {What}";
}
