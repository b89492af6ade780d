using Microsoft.Extensions.Configuration;
using SolConnect.Relay;

namespace SolConnect.Configuration;

/// <summary>What the environment variables of the process say about relays.</summary>
internal static class RelayEnvironment
{
    public const string Prefix = "SOLCONNECT__";

    public static RelayOptions ReadOptions() =>
        ReadOptions(new ConfigurationBuilder().AddEnvironmentVariables(Prefix).Build());

    /// <param name="variables">Keys without their prefix, such as <c>RELAYS:0:URL</c>.</param>
    public static RelayOptions ReadOptions(IConfiguration variables)
    {
        var options = RelayOptions.ForEnvironment();
        options.ReadFrom(variables);
        return options;
    }

    public static InvalidOperationException NoRelay(Exception cause) => new(
        $"No relay is known. Set the environment variables {Prefix}RELAYS__0__ID (a name that is the same for every " +
        $"client) and {Prefix}RELAYS__0__URL (such as wss://relay.example.com/relay), and further ones with 1, 2, …; or " +
        $"pass RelayOptions, or a transport, to InitializeAsync. {cause.Message}", cause);
}
