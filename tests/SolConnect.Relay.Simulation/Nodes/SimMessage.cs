using SolConnect.Relay.Core.Delivery;

namespace SolConnect.Relay.Simulation.Nodes;

/// <summary>A message object. It is used again and again, as the shell does.</summary>
internal sealed class SimMessage : OutboundMessage
{
    /// <summary>The history's number for what the object carries now.</summary>
    public int Number { get; set; } = -1;

    public int TopicNumber { get; set; }

    public bool IsSettled { get; set; }

    public bool IsReleased { get; set; } = true;

    /// <summary>A cancel is on its way into the machine, so the object must not carry anything else yet.</summary>
    public bool HasCancelWaiting { get; set; }
}
