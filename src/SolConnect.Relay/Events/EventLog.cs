using Microsoft.Extensions.Logging;

namespace SolConnect.Relay.Events;

/// <summary>What the event dispatcher logs; event ids 600 to 609.</summary>
internal static partial class EventLog
{
    [LoggerMessage(600, LogLevel.Error,
        "A handler of {Event} threw. Other handlers are still called; this one needs a fix.")]
    public static partial void HandlerThrew(ILogger logger, Exception exception, string @event);

    [LoggerMessage(EventId = 601, Message = "Handlers are too slow: {Event} was dropped, {Total} events in all.")]
    public static partial void Dropped(ILogger logger, LogLevel level, string @event, long total);

    [LoggerMessage(602, LogLevel.Warning,
        "An event handler was still running {Patience} after the transport was disposed. It is left alone.")]
    public static partial void HandlersStillRunning(ILogger logger, TimeSpan patience);
}
