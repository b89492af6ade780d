using SolConnect.Relay.Core;
using SolConnect.Relay.Core.Wire;

namespace SolConnect.Relay.Server.Hub;

/// <summary>The relay is leaving: until the deadline its clients may go by themselves, then it closes them.</summary>
internal sealed class HubDrain(GoAwayReason reason, Instant deadline, IReadOnlyList<RelayAlternate> alternates)
{
    public Instant Deadline { get; } = deadline;

    /// <summary>The deadline has passed and everybody was closed.</summary>
    public bool IsOver { get; set; }

    public HubClose Close { get; } = new(HubCloseCause.Draining, CloseStatus.ServiceRestart, "The relay is leaving.");

    /// <summary>What clients are told: why, how long they may stay, and where else to go.</summary>
    public GoAwayFrame GoAway(Instant now) =>
        new(reason, now < Deadline ? Deadline - now : TimeSpan.Zero, alternates);
}
