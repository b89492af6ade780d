using Microsoft.Extensions.Logging;

namespace SolConnect;

/// <summary>Everything that can be set about a <see cref="SolConnectSDK"/> itself; relays have options of their own.</summary>
public sealed record SolConnectOptions
{
    /// <summary>
    /// Who this client says it is, in every message that it sends. Default null: a random name such as
    /// <c>user-1f9a03c7</c>. From 1 to 128 bytes of UTF-8 without control characters.
    /// </summary>
    /// <remarks>
    /// Nobody checks it: whoever may publish to a session may call itself as it likes. Who may is up to the relays.
    /// </remarks>
    public string? Sender { get; init; }

    /// <summary>
    /// What stands before a session id in the name of its topic. The same for all who want to meet. Default
    /// <c>chat/</c>; at most 128 bytes of UTF-8 without control characters; may be empty.
    /// </summary>
    public string TopicPrefix { get; init; } = "chat/";

    /// <summary>Where the SDK and its own transport log. Default null: nowhere. Not disposed.</summary>
    public ILoggerFactory? LoggerFactory { get; init; }
}
