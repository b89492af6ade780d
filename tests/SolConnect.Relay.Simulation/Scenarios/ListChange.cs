namespace SolConnect.Relay.Simulation.Scenarios;

/// <summary>One change of the relay list.</summary>
/// <param name="Relays">The relays of the new list, by their numbers.</param>
/// <param name="Addresses">For each relay of the world how often it has moved to another address so far.</param>
/// <param name="SeenAfter">When each client learns of it, from the world's beginning.</param>
internal sealed record ListChange(
    IReadOnlyList<int> Relays, IReadOnlyList<int> Addresses, IReadOnlyList<TimeSpan> SeenAfter);
