namespace SolConnect.Relay.Failover;

/// <summary>How much the outbox holds, and what happens to a send that finds no room.</summary>
internal sealed record OutboxLimits(int Messages, long Bytes, OutboxFullMode FullMode, TimeSpan MessageTimeout)
{
    public static OutboxLimits Of(RelayOptions options) =>
        new(options.OutboxCapacity, options.OutboxBytes, options.OutboxFullMode, options.MessageTimeout);
}
