using Microsoft.Extensions.Logging;
using SolConnect.Relay;

namespace SolConnect;

/// <summary>What the SDK logs; event ids 800 to 899. No line holds a payload.</summary>
internal static partial class SdkLog
{
    [LoggerMessage(EventId = 800, Message =
        "Message {Message} in session '{Session}' is no chat message ({Reason}) and was passed over.")]
    public static partial void MessageSkipped(
        ILogger logger, LogLevel level, MessageId message, string session, SkipReason reason);

    [LoggerMessage(EventId = 801, Level = LogLevel.Warning, Message =
        "A handler of MessageSkipped threw. The messages go on.")]
    public static partial void HandlerFailed(ILogger logger, Exception exception);
}
