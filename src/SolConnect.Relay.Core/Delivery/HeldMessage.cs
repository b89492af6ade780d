using SolConnect.Relay.Core.Wire;

namespace SolConnect.Relay.Core.Delivery;

/// <summary>A record that came before its predecessors.</summary>
/// <param name="Source">The relay that it came from.</param>
/// <param name="Cost">What its frame took from that relay's credit.</param>
internal readonly record struct HeldMessage(RecordKind Kind, RelayMessage Message, SourceCursor Source, int Cost);
