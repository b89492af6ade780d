namespace SolConnect.Relay.Core.Session;

/// <summary>
/// Measures one failover: from the onset of the fault to the first receipt that the failed relay had no part in. When
/// nothing waits for a receipt, the time ends with the evidence or suspicion, because from then on another relay is used.
/// </summary>
/// <remarks>
/// A suspicion starts it as well; then it completes when the suspect is given up, with the times that were measured before,
/// or when the suspicion clears, as <see cref="FailoverReason.Recovered"/>.
/// </remarks>
internal sealed class FailoverTracker(SessionContext context)
{
    private RelayNode? _old;
    private FailoverReason _reason;
    private Instant _onset;
    private Instant _detectedAt;
    private Instant _receiptAt;
    private bool _isDecided;
    private long _resentBefore;

    public bool IsActive => _old is not null;

    /// <summary>A suspicion of this relay waits for its end.</summary>
    public bool Suspects(RelayNode relay) => _old == relay && !_isDecided;

    /// <summary>The primary is lost, or was given up.</summary>
    public void Lost(RelayNode old, FailoverReason reason, string detail)
    {
        if (Suspects(old))
        {
            // What was suspected has come true: the times count from the onset of the silence.
            (_reason, _isDecided) = (reason, true);
        }
        else
        {
            Start(old, reason, context.Now, isDecided: true, detail);
        }
    }

    /// <summary>The primary is suspected; it stays the primary until it is given up.</summary>
    public void Suspected(RelayNode old, Instant onset, string detail) =>
        Start(old, FailoverReason.Silent, onset, isDecided: false, detail);

    /// <summary>A suspicion has cleared.</summary>
    public void Cleared(RelayNode relay)
    {
        if (Suspects(relay))
        {
            (_reason, _isDecided) = (FailoverReason.Recovered, true);
        }
    }

    /// <summary>Called after every step while a failover goes on.</summary>
    public void Check(RelayNode? primary)
    {
        if (_old is null)
        {
            return;
        }

        var counters = context.Counters;
        if (_receiptAt == Instant.Never && (counters.ReceiptsWithoutFailing > 0 || counters.Pending == 0))
        {
            _receiptAt = context.Now;
        }

        var hasRecovered = _reason == FailoverReason.Recovered;
        if (!_isDecided || primary is null || (_receiptAt == Instant.Never && !hasRecovered))
        {
            return;
        }

        Complete(_old, primary, hasRecovered || primary == _old ? FailoverReason.Recovered : _reason);
    }

    private void Start(RelayNode old, FailoverReason reason, Instant onset, bool isDecided, string detail)
    {
        if (IsActive)
        {
            // The successor failed before it was of use: still one outage, counted from its beginning.
            _isDecided |= isDecided;
            return;
        }

        (_old, _reason, _onset, _isDecided) = (old, reason, onset, isDecided);
        (_detectedAt, _receiptAt, _resentBefore) = (context.Now, Instant.Never, context.Counters.MessagesResent);
        (context.Failing, context.Counters.ReceiptsWithoutFailing) = (old, 0);
        context.Effects.Report(new SessionEvent.FailoverStarted(old.Endpoint, reason, detail));
    }

    private void Complete(RelayNode old, RelayNode primary, FailoverReason reason)
    {
        var counters = context.Counters;
        counters.Failovers += reason.IsUnplanned() ? 1 : 0;
        var until = Instant.Earlier(_receiptAt, context.Now);
        context.Effects.Report(new SessionEvent.FailoverCompleted(
            old.Endpoint, primary.Endpoint, reason, _detectedAt - _onset, until - _onset, counters.MessagesResent - _resentBefore));
        (_old, context.Failing) = (null, null);
    }
}
