namespace SolConnect.Relay.Simulation.Scenarios;

/// <summary>One subscription, or several in a row on the same topic.</summary>
/// <param name="After">When it begins, from the world's beginning.</param>
/// <param name="Lasts">How long until it is given up and begun anew; <c>null</c> for ever.</param>
/// <param name="Pace">The longest pause of the application between two looks at its queue; zero takes at once.</param>
internal sealed record SubscriptionPlan(
    int Topic, SubscriptionStart Start, TimeSpan After, TimeSpan? Lasts, int BufferBytes, GapPolicy OnGap,
    TimeSpan Pace)
{
    /// <summary>Whether one that was given up is begun anew from its checkpoint.</summary>
    public bool Resumes { get; init; }
}
