using Microsoft.Extensions.Logging;
using SolConnect.Relay.Failover;

namespace SolConnect.Relay;

/// <summary>Where the client is: as the options say, else as the provider finds out, once. Empty: unknown.</summary>
internal sealed class ClientRegion(RelayOptions options, ILogger logger)
{
    private string? _value;

    public string Value => _value ??= options.Region ?? Find();

    private string Find()
    {
        var provider = options.RegionProvider ?? SystemRegionProvider.Default;
        try
        {
            var region = provider.FindRegion() ?? "";
            RankingLog.RegionFound(logger, region);
            return region;
        }
        catch (Exception exception)
        {
            RankingLog.RegionProviderThrew(logger, exception, provider.GetType().Name);
            return "";
        }
    }
}
