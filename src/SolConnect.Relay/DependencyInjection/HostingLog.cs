using Microsoft.Extensions.Logging;

namespace SolConnect.Relay.DependencyInjection;

/// <summary>What is logged about a transport in a host; event ids 640 to 649.</summary>
internal static partial class HostingLog
{
    [LoggerMessage(640, LogLevel.Warning, "The host starts without a relay. {Reason}")]
    public static partial void NotConnected(ILogger logger, string reason);
}
