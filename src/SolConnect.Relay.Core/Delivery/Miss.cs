namespace SolConnect.Relay.Core.Delivery;

/// <summary>A run of sequences that are known to exist and have not come: all those not in hand up to <c>UpTo</c>.</summary>
/// <param name="Epoch">A relay that answered a Sync of this epoch or a later one had its chance to deliver them.</param>
internal readonly record struct Miss(long UpTo, long Epoch, Instant Since);
