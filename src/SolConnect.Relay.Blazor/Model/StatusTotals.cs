namespace SolConnect.Relay.Blazor.Model;

/// <summary>Which of the metrics are shown, and under which names.</summary>
internal static class StatusTotals
{
    public static IReadOnlyList<StatusTotal> Of(RelayMetrics metrics) =>
    [
        new("Sent", StatusText.Of(metrics.TotalMessagesSent), "Receipts given."),
        new("Received", StatusText.Of(metrics.TotalMessagesReceived), "Messages handed to the program, each once."),
        new("Failed", StatusText.Of(metrics.TotalMessagesFailed), "Sends that ended without a receipt."),
        new("Sent again", StatusText.Of(metrics.MessagesResent), "Copies sent again to a relay that may have had one."),
        new("Duplicates dropped", StatusText.Of(metrics.DuplicatesDropped), "Copies that came again and went no further."),
        new("Bytes sent", StatusText.Bytes(metrics.BytesSent), "WebSocket messages to all relays, without what lies below."),
        new("Bytes received", StatusText.Bytes(metrics.BytesReceived), "WebSocket messages from all relays, without what lies below."),
        new("Gaps", StatusText.Of(metrics.GapCount), "Losses that were reported to subscriptions."),
        new("Failovers", StatusText.Of(metrics.FailoverCount), "Unplanned changes of the primary."),
        new("Healthy relays", $"{metrics.HealthyRelays} of {metrics.TotalRelays}", "Known relays that can be reached."),
        new("Average latency", metrics.AverageLatency > TimeSpan.Zero ? StatusText.Of(metrics.AverageLatency) : StatusText.Unknown,
            "Mean round-trip time of the open connections."),
        new("Uptime", StatusText.Long(metrics.Uptime), "Since the transport was connected for the first time."),
    ];
}
