using SolConnect.Relay.Core;

namespace SolConnect.Relay.Server.Hub;

/// <summary>Who the shell authenticated, and until when.</summary>
/// <param name="Subject">Null: everybody is let in and nobody is told apart.</param>
/// <param name="ExpiresAt"><see cref="Instant.Never"/>: for as long as the connection lives.</param>
internal sealed record HubAccess(string? Subject, Instant ExpiresAt)
{
    public static readonly HubAccess Anonymous = new(null, Instant.Never);
}
