using Microsoft.Extensions.Configuration;

namespace SolConnect.Relay.Tests.Options;

/// <summary>Options that pass, as the starting point of tests that break one thing.</summary>
internal static class ValidOptions
{
    public static RelayEndpoint Relay(string id) => new(id, new($"wss://{id}.example/relay"));

    public static RelayOptions WithRelays(params string[] ids) => new() { Relays = [.. ids.Select(Relay)] };

    /// <summary>Three relays, and then what the keys and values say.</summary>
    public static RelayOptions Configured(params (string Key, string? Value)[] settings)
    {
        var options = WithRelays("a", "b", "c");
        RelayOptionsConfiguration.Apply(Section(settings), options);
        return options;
    }

    public static IConfiguration Section(params (string Key, string? Value)[] settings) =>
        new ConfigurationBuilder()
            .AddInMemoryCollection(settings.ToDictionary(setting => $"Relay:{setting.Key}", setting => setting.Value))
            .Build()
            .GetSection("Relay");
}
