using System.Diagnostics.CodeAnalysis;

namespace SolConnect.Relay.Authentication;

/// <summary>What is known about the tokens of one relay.</summary>
[SuppressMessage("Design", "CA1001", Justification = "A semaphore that nobody waits on blockingly holds nothing.")]
internal sealed class AccessTokenLane
{
    /// <summary>Held while the provider runs for this relay, even when nobody waits for it any more.</summary>
    public SemaphoreSlim Gate { get; } = new(1);

    /// <summary>The last call, under way or answered.</summary>
    public AccessTokenCall? Last { get; set; }

    /// <summary>The token that the relay was given last.</summary>
    public string? Given { get; set; }
}
