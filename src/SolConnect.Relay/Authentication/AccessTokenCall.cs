using System.Diagnostics.CodeAnalysis;

namespace SolConnect.Relay.Authentication;

/// <summary>One question to the provider, and everybody who waits for its answer. Under the source's lock.</summary>
[SuppressMessage("Design", "CA1001", Justification = "A token source without a timer holds nothing.")]
internal sealed class AccessTokenCall(string? refused)
{
    private readonly CancellationTokenSource _abandoned = new();
    private int _waiters;

    /// <summary>The token that this call replaces; <c>null</c> for one that is asked for to connect.</summary>
    public string? Refused { get; } = refused;

    /// <summary>Cancelled when nobody waits any more.</summary>
    public CancellationToken Abandoned => _abandoned.Token;

    public bool IsAbandoned { get; private set; }

    public Task<string> Answer { get; set; } = null!;

    /// <summary>A timestamp, once <see cref="Answer"/> is complete.</summary>
    public long AnsweredAt { get; set; }

    public bool IsUnderWay => !IsAbandoned && !Answer.IsCompleted;

    public void Join() => _waiters++;

    /// <summary>Somebody waits no longer. Returns whether that was the last one, so that the call has to be cancelled.</summary>
    public bool Leave()
    {
        IsAbandoned = --_waiters == 0 && !Answer.IsCompleted;
        return IsAbandoned;
    }

    /// <summary>Outside of the lock, because it may run code of the application.</summary>
    public void Cancel() => _abandoned.Cancel();
}
