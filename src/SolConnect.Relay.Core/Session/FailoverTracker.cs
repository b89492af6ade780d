namespace SolConnect.Relay.Core.Session;

/// <summary>
/// Measures one failover: from the onset of the fault to the first receipt that the failed relay had no part in. When
/// nothing waits for a receipt, it is over with the promotion.
/// </summary>
internal sealed class FailoverTracker(SessionContext context)
{
    private RelayEndpoint? _old;
    private FailoverReason _reason;
    private Instant _onset;
    private Instant _detectedAt;
    private long _receiptsBefore;
    private long _resentBefore;

    public bool IsActive => _old is not null;

    public void Start(RelayEndpoint old, FailoverReason reason, Instant onset, string detail)
    {
        if (IsActive)
        {
            // The successor failed before it was of use: still one outage, counted from its beginning.
            return;
        }

        (_old, _reason, _onset, _detectedAt) = (old, reason, onset, context.Now);
        (_receiptsBefore, _resentBefore) = (context.Counters.MessagesSent, context.Counters.MessagesResent);
        context.Effects.Report(new SessionEvent.FailoverStarted(old, reason, detail));
    }

    /// <summary>Called after every step while a failover goes on.</summary>
    public void Check(RelayNode? primary)
    {
        var counters = context.Counters;
        if (_old is null || primary is null || (counters.MessagesSent == _receiptsBefore && counters.Pending > 0))
        {
            return;
        }

        var reason = primary.Endpoint.Id == _old.Id ? FailoverReason.Recovered : _reason;
        counters.Failovers += reason is FailoverReason.ConnectionLost or FailoverReason.Silent or FailoverReason.NoProgress ? 1 : 0;
        context.Effects.Report(new SessionEvent.FailoverCompleted(
            _old, primary.Endpoint, reason, _detectedAt - _onset, context.Now - _onset, counters.MessagesResent - _resentBefore));
        _old = null;
    }
}
