using Microsoft.Extensions.Logging;

namespace SolConnect.Relay.Server.Diagnostics;

/// <summary>
/// What a relay logs. The event ids are stable; texts from peers come through <see cref="PeerText"/>.
/// </summary>
internal static partial class ServerLog
{
    [LoggerMessage(1, LogLevel.Information, "Relay '{Relay}' serves log {Log}.")]
    public static partial void Started(this ILogger logger, string relay, LogId log);

    [LoggerMessage(2, LogLevel.Information,
        "Relay '{Relay}' is leaving: {Connections} connections have {Grace} to go.")]
    public static partial void Draining(this ILogger logger, string relay, int connections, TimeSpan grace);

    [LoggerMessage(3, LogLevel.Information, "Relay '{Relay}' has stopped.")]
    public static partial void Stopped(this ILogger logger, string relay);

    [LoggerMessage(4, LogLevel.Critical, "Relay '{Relay}' found a defect in itself and takes no more connections.")]
    public static partial void Faulted(this ILogger logger, string relay, Exception exception);

    [LoggerMessage(10, LogLevel.Information,
        "Connection {Connection} from {Remote}: producer {Producer} generation {Generation}, client '{Client}', "
        + "subject '{Subject}'.")]
    public static partial void Welcomed(
        this ILogger logger, int connection, string remote, ProducerId producer, long generation, string client,
        string subject);

    [LoggerMessage(11, LogLevel.Information, "Connection {Connection} from {Remote} ended after {Age}: {Cause}")]
    public static partial void Ended(this ILogger logger, int connection, string remote, TimeSpan age, string cause);

    [LoggerMessage(12, LogLevel.Warning, "Connection {Connection} from {Remote} was closed for {Kind}: {Detail}")]
    public static partial void Violation(
        this ILogger logger, int connection, string remote, string kind, string detail);

    [LoggerMessage(13, LogLevel.Information, "A request from {Remote} was refused with {Status}: {Reason}")]
    public static partial void Refused(this ILogger logger, string remote, int status, string reason);

    [LoggerMessage(14, LogLevel.Warning, "The Authenticate hook {What}; the client is asked to come back later.")]
    public static partial void AuthenticationFailed(this ILogger logger, string what);

    [LoggerMessage(15, LogLevel.Warning, "The AuthorizeTopic hook threw about topic '{Topic}', which counts as no.")]
    public static partial void TopicAuthorizationFailed(this ILogger logger, string topic, Exception exception);
}
