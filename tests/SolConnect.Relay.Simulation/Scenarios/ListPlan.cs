namespace SolConnect.Relay.Simulation.Scenarios;

/// <summary>How the relay list changes in a world whose list does.</summary>
/// <param name="Interval">What every client has as its <c>DiscoveryInterval</c>.</param>
/// <param name="First">The relays of the first list, by their numbers.</param>
internal sealed record ListPlan(TimeSpan Interval, IReadOnlyList<int> First, IReadOnlyList<ListChange> Changes);
