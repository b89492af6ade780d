using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace SolConnect.Relay.Tests.DependencyInjection;

/// <summary>What a changed configuration does to a transport that exists.</summary>
public sealed class OptionsReloadTests : IAsyncDisposable
{
    private readonly RecordingLoggerFactory _logs = new();
    private readonly IConfigurationRoot _configuration = new ConfigurationBuilder()
        .AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Relay:Relays:0:Id"] = "a",
            ["Relay:Relays:0:Url"] = "wss://a.example/relay",
            ["Relay:Relays:0:Weight"] = "1",
            ["Relay:HoldTime"] = "0:00:05",
        })
        .Build();

    private readonly ServiceProvider _provider;
    private readonly RelayWebSocketTransport _transport;

    public OptionsReloadTests()
    {
        _provider = new ServiceCollection()
            .AddSingleton<ILoggerFactory>(_logs)
            .AddSolConnectRelay(_configuration.GetSection("Relay"))
            .AddSolConnectRelay("other", options => options.Relays.Add(Options.ValidOptions.Relay("x")))
            .BuildServiceProvider();
        _transport = _provider.GetRequiredService<RelayWebSocketTransport>();
    }

    [Fact]
    public void Relays_are_added_removed_and_reweighted()
    {
        _configuration["Relay:Relays:0:Weight"] = "2.5";
        _configuration["Relay:Relays:1:Id"] = "b";
        _configuration["Relay:Relays:1:Url"] = "wss://b.example/relay";
        _configuration.Reload();

        Assert.Equal(
            [("a", 2.5), ("b", 1)],
            _transport.GetAvailableRelays().Select(relay => (relay.Endpoint.Id, relay.Endpoint.Weight)));

        _configuration["Relay:Relays:0:Id"] = "c";
        _configuration.Reload();

        Assert.Equal(["c", "b"], _transport.GetAvailableRelays().Select(relay => relay.Endpoint.Id));
        Assert.Equal(["b", "c"], Ids(620));
        Assert.Equal(["a"], Ids(621));
        Assert.Equal("b", _provider.GetRequiredService<IOptionsMonitor<RelayOptions>>().CurrentValue.Relays[1].Id);
    }

    [Fact]
    public void A_change_that_is_not_valid_is_logged_and_changes_nothing()
    {
        _configuration["Relay:Relays:0:Url"] = "ws://a.example/relay";
        _configuration["Relay:Standbys"] = "99";
        _configuration.Reload();

        Assert.Equal(new Uri("wss://a.example/relay"), Assert.Single(_transport.GetAvailableRelays()).Endpoint.Url);
        var refused = Assert.Single(_logs.Entries, entry => entry.Id.Id == 625);
        Assert.Equal(LogLevel.Warning, refused.Level);
        Assert.Contains("Relays[0].Url", refused.Text, StringComparison.Ordinal);
        Assert.Contains("Standbys is 99", refused.Text, StringComparison.Ordinal);

        _configuration["Relay:Relays:0:Url"] = "wss://new.example/relay";
        _configuration["Relay:Standbys"] = "2";
        _configuration.Reload();
        Assert.Equal(new Uri("wss://new.example/relay"), Assert.Single(_transport.GetAvailableRelays()).Endpoint.Url);
    }

    [Fact]
    public void A_change_of_other_options_leaves_the_transport_as_it_is()
    {
        _configuration["Relay:HoldTime"] = "0:00:09";
        _configuration.Reload();

        Assert.DoesNotContain(_logs.Entries, entry => entry.Id.Id is >= 620 and < 630);
    }

    [Fact]
    public async Task A_transport_that_is_disposed_hears_of_no_change()
    {
        await _provider.DisposeAsync();

        _configuration["Relay:Relays:0:Weight"] = "2";
        _configuration.Reload();

        Assert.DoesNotContain(_logs.Entries, entry => entry.Id.Id is >= 620 and < 630);
    }

    public async ValueTask DisposeAsync() => await _provider.DisposeAsync();

    private IEnumerable<string> Ids(int log) =>
        _logs.Entries.Where(entry => entry.Id.Id == log).Select(entry => entry.Text.Split(' ')[1]);
}
