namespace SolConnect.Relay.Server.Hub.Subscriptions;

/// <summary>
/// A Sync that is answered once its cursor has passed the end that the log had when the Sync arrived.
/// </summary>
internal readonly record struct PendingSync(long Nonce, long Through);
