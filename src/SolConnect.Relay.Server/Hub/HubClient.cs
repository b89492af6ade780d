namespace SolConnect.Relay.Server.Hub;

/// <summary>
/// Who a welcomed connection is. The name comes from the peer: cut and escape it before it is logged.
/// </summary>
internal sealed record HubClient(ProducerId Producer, long Generation, long Attempt, string Name, string? Subject);
