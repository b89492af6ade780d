namespace SolConnect.Relay;

/// <summary>What one look at a relay found; see <see cref="RelayManager.CheckRelaysAsync"/>.</summary>
public sealed record RelayCheck
{
    /// <summary>The relay.</summary>
    public required RelayEndpoint Endpoint { get; init; }

    /// <summary>Whether it said Welcome.</summary>
    public bool IsUp => FailureReason is null;

    /// <summary>From the dial to the end of the check.</summary>
    public TimeSpan Took { get; init; }

    /// <summary>From Hello to Welcome; <c>null</c> where it did not get there.</summary>
    public TimeSpan? RoundTrip { get; init; }

    /// <summary>How the check failed; <c>null</c>: it did not.</summary>
    public CloseReason? FailureReason { get; init; }

    /// <summary>The same for people, in more detail.</summary>
    public string? FailureDetail { get; init; }
}
