namespace SolConnect.Relay.Blazor.Model;

/// <summary>A transport's events as entries of a history, the last so many. Not thread-safe.</summary>
internal sealed class EntryLog(int capacity, TimeProvider clock)
{
    private readonly LinkedList<HistoryEntry> _entries = [];
    private FailoverStartedEventArgs? _started;

    /// <summary>Newest first.</summary>
    public IReadOnlyList<HistoryEntry> Newest => [.. _entries];

    /// <summary>The failover that has begun and not ended; <c>null</c>: there is none.</summary>
    public string? Ongoing => _started is { } started ? $"from {started.OldRelay.Id}: {CauseOf(started.Reason, started.Detail)}" : null;

    public void Add(TransportStateChangedEventArgs change)
    {
        // Degraded and Connected alternate in every failover, which has an entry of its own.
        if (change.NewState is TransportState.Offline or TransportState.Faulted)
        {
            Add(StatusTone.Bad, StatusText.WordsOf(change.NewState, capital: true), change.Reason);
        }
    }

    public void Add(PrimaryConnectedEventArgs first) =>
        Add(StatusTone.Good, $"{first.Relay.Id} is the primary", "first relay to be open");

    public void Add(FailoverStartedEventArgs started) => _started = started;

    public void Add(FailoverCompletedEventArgs failover)
    {
        var detail = _started is { } started && started.OldRelay.Id == failover.OldRelay.Id ? started.Detail : "";
        _started = null;
        var what = failover.Reason == FailoverReason.Recovered
            ? $"{failover.OldRelay.Id} answered again and stays"
            : $"{failover.OldRelay.Id} → {failover.NewRelay.Id}";
        var isFault = failover.Reason is FailoverReason.ConnectionLost or FailoverReason.Silent or FailoverReason.NoProgress;
        Add(new HistoryEntry(clock.GetUtcNow(), isFault ? StatusTone.Warning : StatusTone.Good, what,
            CauseOf(failover.Reason, detail))
        {
            NoticedAfter = failover.DetectionTime,
            Took = failover.FailoverTime,
            MessagesResent = failover.MessagesResent,
        });
    }

    public void Add(AlertRaisedEventArgs alert)
    {
        // The state has told that already.
        if (alert.Kind != AlertKind.Offline)
        {
            var what = alert.Relay is { } relay
                ? $"{relay.Id}: {StatusText.WordsOf(alert.Kind)}"
                : StatusText.WordsOf(alert.Kind, capital: true);
            Add(alert.IsCleared ? StatusTone.Good : StatusTone.Bad, alert.IsCleared ? $"{what} is over" : what, alert.Detail);
        }
    }

    public void Add(GapDetectedEventArgs gap) => Add(
        StatusTone.Bad,
        $"{StatusText.Of(gap.Gap.Count, "message")} lost on '{gap.Topic}'",
        StatusText.WordsOf(gap.Gap.Reason));

    private static string CauseOf(FailoverReason reason, string detail) =>
        detail.Length > 0 ? $"{StatusText.WordsOf(reason)}: {detail}" : StatusText.WordsOf(reason);

    private void Add(StatusTone tone, string what, string cause) =>
        Add(new HistoryEntry(clock.GetUtcNow(), tone, what, cause));

    private void Add(HistoryEntry entry)
    {
        _entries.AddFirst(entry);
        if (_entries.Count > capacity)
        {
            _entries.RemoveLast();
        }
    }
}
