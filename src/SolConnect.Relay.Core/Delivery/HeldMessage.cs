using SolConnect.Relay.Core.Wire;

namespace SolConnect.Relay.Core.Delivery;

/// <summary>A record that came before its predecessors.</summary>
internal readonly record struct HeldMessage(RecordKind Kind, RelayMessage Message, int Size);
