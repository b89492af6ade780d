namespace SolConnect.Relay.Server.Hub;

/// <summary>How the hub ends a connection.</summary>
/// <param name="Status">A WebSocket close status (RFC 6455, section 7.4).</param>
/// <param name="Reason">For people: at most 123 bytes of ASCII, as a close frame demands.</param>
internal sealed record HubClose(HubCloseCause Cause, int Status, string Reason);
