using SolConnect.Relay.Core.Wire;

namespace SolConnect.Relay.Core.Delivery;

/// <summary>A record that came before its predecessors.</summary>
/// <param name="Source">Whence it came.</param>
/// <param name="Cost">The credit that it used up there, in bytes.</param>
/// <param name="Size">What counts against the hold buffer's limit, in bytes.</param>
internal readonly record struct HeldMessage(
    RecordKind Kind, RelayMessage Message, SourceCursor Source, int Cost, int Size);
