namespace SolConnect.Relay.Blazor.Model;

/// <summary>Something that happened to a transport.</summary>
/// <param name="At">When the program heard of it, in UTC.</param>
/// <param name="Tone">How bad it is.</param>
/// <param name="What">What happened, in a few words.</param>
/// <param name="Cause">Why.</param>
public sealed record HistoryEntry(DateTimeOffset At, StatusTone Tone, string What, string Cause)
{
    /// <summary>For a failover: from its onset to the first suspicion or evidence; otherwise <c>null</c>.</summary>
    public TimeSpan? NoticedAfter { get; init; }

    /// <summary>For a failover: from its onset to the first receipt without the failed relay; otherwise <c>null</c>.</summary>
    public TimeSpan? Took { get; init; }

    /// <summary>For a failover: copies that were sent again because of it.</summary>
    public long MessagesResent { get; init; }
}
