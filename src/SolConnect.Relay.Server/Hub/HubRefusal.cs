using SolConnect.Relay.Core.Wire;

namespace SolConnect.Relay.Server.Hub;

/// <summary>Why the shell does not let a connection in whose token came with Hello.</summary>
/// <param name="Code">Unauthorized, Forbidden, or Overloaded for "try again later".</param>
/// <param name="RetryAfter">With Overloaded: how much later.</param>
internal sealed record HubRefusal(ErrorCode Code, TimeSpan RetryAfter = default);
