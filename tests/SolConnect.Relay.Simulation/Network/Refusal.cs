using SolConnect.Relay.Core.Session;
using SolConnect.Relay.Simulation.Faults;

namespace SolConnect.Relay.Simulation.Network;

/// <summary>How a relay answers one client's dials at the moment.</summary>
/// <param name="RetryAfter">With <see cref="FaultKind.Overloaded"/>: what the relay asks for.</param>
internal sealed record Refusal(FaultKind Kind, Instant Until, TimeSpan RetryAfter)
{
    public ConnectionEnd End => Kind switch
    {
        FaultKind.TokenRefused => new(CloseReason.Unauthorized, "The relay answered 401.") { HadToken = true },
        FaultKind.Forbidden => new(CloseReason.Forbidden, "The relay answered 403.") { HadToken = true },
        _ => new(CloseReason.UpgradeRefused, "The relay answered 503.", RetryAfter) { HadToken = true },
    };
}
