using SolConnect.Relay.Simulation.Faults;

namespace SolConnect.Relay.Simulation.Scenarios;

/// <summary>A relay ends a client's connections and refuses its next ones, for a reason that it tells.</summary>
/// <param name="After">When, from the world's beginning.</param>
/// <param name="Lasts">How long. A fresh token ends a <see cref="FaultKind.TokenRefused"/>, and nothing a <see cref="FaultKind.Forbidden"/>.</param>
internal sealed record RefusalPlan(FaultKind Kind, int Client, int Relay, TimeSpan After, TimeSpan Lasts);
