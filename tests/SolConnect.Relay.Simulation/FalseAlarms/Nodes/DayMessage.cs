using SolConnect.Relay.Core.Delivery;

namespace SolConnect.Relay.Simulation.FalseAlarms.Nodes;

/// <summary>A message object. It is used again and again, as the shell does.</summary>
internal sealed class DayMessage : OutboundMessage
{
    public Instant PublishedAt { get; set; }
}
