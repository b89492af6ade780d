using Microsoft.Extensions.Logging;

namespace SolConnect.Relay.Discovery;

/// <summary>
/// What discovery logs; event ids 620 to 629. The first failure of a kind is an alert, which has a line of its own.
/// </summary>
internal static partial class DiscoveryLog
{
    [LoggerMessage(620, LogLevel.Information, "Relay {Relay} was added to the list, which holds {Count} relays now.")]
    public static partial void RelayAdded(ILogger logger, RelayEndpoint relay, int count);

    [LoggerMessage(621, LogLevel.Information, "Relay {Relay} was removed from the list, which holds {Count} relays now.")]
    public static partial void RelayDropped(ILogger logger, RelayEndpoint relay, int count);

    [LoggerMessage(622, LogLevel.Information, "Relay {Old} was changed to {New}: {What}.")]
    public static partial void RelayChanged(ILogger logger, RelayEndpoint old, RelayEndpoint @new, string what);

    [LoggerMessage(623, LogLevel.Information, "Directory '{Directory}' answers again.")]
    public static partial void DirectoryRecovered(ILogger logger, string directory);

    [LoggerMessage(624, LogLevel.Debug, "Directory '{Directory}' still fails: {Detail}")]
    public static partial void DirectoryStillFails(ILogger logger, string directory, string detail);

    [LoggerMessage(625, LogLevel.Warning,
        "The changed options were refused; the transport goes on with the relays that it has. {Violations}")]
    public static partial void OptionsRefused(ILogger logger, string violations);
}
