using SolConnect.Relay.Core;

namespace SolConnect.Relay.Diagnostics;

/// <summary>
/// Keeps the totals of sessions that have ended, so that a transport's totals never go down. Immutable.
/// </summary>
internal sealed record MetricsHistory
{
    public static readonly MetricsHistory Empty = new();

    private RelayMetrics Past { get; init; } = new();

    private Instant ConnectedSince { get; init; } = Instant.Never;

    /// <summary>The history with one more session, whose last metrics include the history already.</summary>
    public static MetricsHistory Of(RelayMetrics total, Instant now) => new()
    {
        Past = total,
        ConnectedSince = total.Uptime > TimeSpan.Zero ? now - total.Uptime : Instant.Never,
    };

    /// <summary>A session's own metrics, with the totals of those before it.</summary>
    public RelayMetrics AddTo(RelayMetrics session, Instant now) => session with
    {
        TotalMessagesSent = Past.TotalMessagesSent + session.TotalMessagesSent,
        TotalMessagesReceived = Past.TotalMessagesReceived + session.TotalMessagesReceived,
        TotalMessagesFailed = Past.TotalMessagesFailed + session.TotalMessagesFailed,
        MessagesResent = Past.MessagesResent + session.MessagesResent,
        MessagesHedged = Past.MessagesHedged + session.MessagesHedged,
        BytesSent = Past.BytesSent + session.BytesSent,
        BytesReceived = Past.BytesReceived + session.BytesReceived,
        DuplicatesDropped = Past.DuplicatesDropped + session.DuplicatesDropped,
        GapCount = Past.GapCount + session.GapCount,
        FailoverCount = Past.FailoverCount + session.FailoverCount,
        LastFailover = session.LastFailover ?? Past.LastFailover,
        Uptime = ConnectedSince == Instant.Never ? session.Uptime : now - ConnectedSince,
    };
}
