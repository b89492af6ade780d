using System.Diagnostics;
using SolConnect.Relay.Core.Session;

namespace SolConnect.Relay.Monitoring;

/// <summary>The machine's phases in the words of the public API.</summary>
internal static class ConnectionPhaseExtensions
{
    public static bool IsOpen(this ConnectionPhase phase) =>
        phase is ConnectionPhase.Standby or ConnectionPhase.Primary or ConnectionPhase.Draining;

    public static RelayState ToRelayState(this ConnectionPhase phase) => phase switch
    {
        ConnectionPhase.Gone => RelayState.Disconnected,
        ConnectionPhase.Connecting => RelayState.Connecting,
        ConnectionPhase.Standby => RelayState.Standby,
        ConnectionPhase.Primary => RelayState.Primary,
        ConnectionPhase.Draining => RelayState.Draining,
        _ => throw new UnreachableException($"Unknown phase {phase}."),
    };
}
