using Microsoft.Extensions.Logging;

namespace SolConnect.Relay.Diagnostics;

/// <summary>
/// What the transport logs, one line per fact; event ids 100 to 199. Warning: it coped. Error: somebody has to act. No
/// line holds a payload, a token or a query string.
/// </summary>
internal static partial class RelayLog
{
    [LoggerMessage(EventId = 100, Message = "The transport was {Old} and is {New}: {Reason}.")]
    public static partial void StateChanged(
        ILogger logger, LogLevel level, TransportState old, TransportState @new, string reason);

    [LoggerMessage(EventId = 101, Level = LogLevel.Error, Message =
        "The transport has failed and answers every call with the cause. Create a new one, and report this.")]
    public static partial void Faulted(ILogger logger, Exception cause);

    [LoggerMessage(EventId = 102, Level = LogLevel.Error, Message =
        "The transport has ended and answers every call with the cause. {Cause} Then create a new one.")]
    public static partial void Refused(ILogger logger, string cause);

    [LoggerMessage(EventId = 110, Level = LogLevel.Information, Message =
        "Relay {Relay} opened as connection {Connection} after {Took}; it is {Role}.")]
    public static partial void RelayOpened(
        ILogger logger, RelayEndpoint relay, int connection, TimeSpan took, string role);

    [LoggerMessage(EventId = 111, Message =
        "Connection {Connection} to relay {Relay} ended ({Reason}): {Detail} Next dial in {NextDialIn}.")]
    public static partial void RelayClosed(
        ILogger logger, LogLevel level, int connection, RelayEndpoint relay, CloseReason reason, string detail,
        TimeSpan nextDialIn);

    [LoggerMessage(EventId = 112, Message =
        "Relay {Relay} could not be connected ({Reason}): {Detail} Next dial in {NextDialIn}.")]
    public static partial void DialFailed(
        ILogger logger, LogLevel level, RelayEndpoint relay, CloseReason reason, string detail, TimeSpan nextDialIn);

    [LoggerMessage(EventId = 113, Level = LogLevel.Information, Message = "Relay {Relay} is the primary.")]
    public static partial void PrimaryConnected(ILogger logger, RelayEndpoint relay);

    [LoggerMessage(EventId = 114, Level = LogLevel.Information, Message = "Relay {Relay} was added to the relay list.")]
    public static partial void RelayDiscovered(ILogger logger, RelayEndpoint relay);

    [LoggerMessage(EventId = 115, Level = LogLevel.Information, Message =
        "Relay {Relay} was removed from the relay list. It is left once nothing depends on it.")]
    public static partial void RelayRemoved(ILogger logger, RelayEndpoint relay);

    [LoggerMessage(EventId = 120, Level = LogLevel.Warning, Message =
        "Failover from relay {OldRelay} started ({Reason}): {Detail}")]
    public static partial void FailoverStarted(
        ILogger logger, RelayEndpoint oldRelay, FailoverReason reason, string detail);

    [LoggerMessage(EventId = 121, Level = LogLevel.Information, Message =
        "Failover from relay {OldRelay} to {NewRelay} completed ({Reason}): detected after {DetectionTime}, first " +
        "receipt after {FailoverTime}, {MessagesResent} messages resent.")]
    public static partial void FailoverCompleted(
        ILogger logger, RelayEndpoint oldRelay, RelayEndpoint newRelay, FailoverReason reason, TimeSpan detectionTime,
        TimeSpan failoverTime, long messagesResent);

    [LoggerMessage(EventId = 130, Message = "Relay {Relay} is {Health}: {Reason}")]
    public static partial void HealthChanged(
        ILogger logger, LogLevel level, RelayEndpoint relay, string health, string reason);

    [LoggerMessage(EventId = 131, Level = LogLevel.Information, Message = "Relay {Relay} is {Trust}: {Reason}")]
    public static partial void TrustChanged(ILogger logger, RelayEndpoint relay, string trust, string reason);

    [LoggerMessage(EventId = 132, Message = "Relay {Relay} is {Place}: {Reason}")]
    public static partial void EjectionChanged(
        ILogger logger, LogLevel level, RelayEndpoint relay, string place, string reason);

    [LoggerMessage(EventId = 140, Level = LogLevel.Error, Message =
        "Messages {First} to {Last} of producer {Producer}, generation {Generation}, on '{Topic}' are lost for " +
        "subscription {Subscription} ({Reason}).")]
    public static partial void GapDetected(
        ILogger logger, long first, long last, ProducerId producer, long generation, string topic, int subscription,
        GapReason reason);

    [LoggerMessage(EventId = 141, Message =
        "Relay {Relay} reads '{Topic}' for subscription {Subscription}: {Outcome}, from offset {Offset} of log {Log}.")]
    public static partial void SubscriptionConfirmed(
        ILogger logger, LogLevel level, RelayEndpoint relay, string topic, int subscription,
        SubscriptionOutcome outcome, long offset, LogId log);

    [LoggerMessage(EventId = 150, Message = "{Kind} (relay {Relay}): {Detail}")]
    public static partial void Alert(ILogger logger, LogLevel level, AlertKind kind, string relay, string detail);

    [LoggerMessage(EventId = 151, Level = LogLevel.Information, Message = "{Kind} is over (relay {Relay}): {Detail}")]
    public static partial void AlertCleared(ILogger logger, AlertKind kind, string relay, string detail);
}
