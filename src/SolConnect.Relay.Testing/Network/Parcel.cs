using System.Net.WebSockets;

namespace SolConnect.Relay.Testing.Network;

/// <summary>One whole WebSocket message, or the close frame, on its way.</summary>
/// <param name="SentAt">A timestamp of the fleet's clock.</param>
/// <param name="Status">With a close frame only.</param>
internal sealed record Parcel(
    ReadOnlyMemory<byte> Bytes, WebSocketMessageType Type, long SentAt, WebSocketCloseStatus? Status = null,
    string? Description = null);
