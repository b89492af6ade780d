using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using SolConnect.Relay.Tests.Options;

namespace SolConnect.Relay.Tests.DependencyInjection;

public sealed class NamedTransportTests
{
    [Fact]
    public async Task Transports_with_names_have_options_and_objects_of_their_own()
    {
        var services = new ServiceCollection()
            .AddSolConnectRelay(options => options.Relays.Add(ValidOptions.Relay("plain")))
            .AddSolConnectRelay("eu", RelayOptions.Mobile())
            .AddSolConnectRelay("eu", options => options.Relays.Add(ValidOptions.Relay("eu-1")))
            .AddSolConnectRelay("us", ValidOptions.Section(("Relays:0:Id", "us-1"), ("Relays:0:Url", "wss://us.example")));
        await using var provider = services.BuildServiceProvider();

        var (plain, eu, us) = (
            provider.GetRequiredService<RelayWebSocketTransport>(),
            provider.GetRequiredKeyedService<RelayWebSocketTransport>("eu"),
            provider.GetRequiredKeyedService<RelayWebSocketTransport>("us"));

        Assert.Equal(["plain", "eu-1", "us-1"], new[] { plain, eu, us }.Select(Only));
        Assert.Same(eu, provider.GetRequiredKeyedService<IMessageTransport>("eu"));
        Assert.Same(plain, provider.GetRequiredService<IMessageTransport>());
        var monitor = provider.GetRequiredService<IOptionsMonitor<RelayOptions>>();
        Assert.Equal(RelayOptions.Mobile().HoldTime, monitor.Get("eu").HoldTime);
        Assert.Equal(new RelayOptions().HoldTime, monitor.Get("us").HoldTime);
        Assert.Null(provider.GetKeyedService<IMessageTransport>("asia"));
    }

    [Fact]
    public async Task A_named_transport_needs_no_plain_one_and_is_disposed_with_the_container()
    {
        var services = new ServiceCollection().AddSolConnectRelay("eu", options => options.Relays.Add(ValidOptions.Relay("a")));
        RelayWebSocketTransport transport;

        await using (var provider = services.BuildServiceProvider())
        {
            provider.GetRequiredService<IStartupValidator>().Validate();
            transport = provider.GetRequiredKeyedService<RelayWebSocketTransport>("eu");
            Assert.Null(provider.GetService<IMessageTransport>());
        }

        Assert.Equal(TransportState.Closed, transport.State);
    }

    [Fact]
    public async Task What_is_wrong_with_a_named_transport_is_reported_when_the_host_starts()
    {
        var services = new ServiceCollection()
            .AddSolConnectRelay("eu", options => options.Standbys = 99)
            .AddSolConnectRelay(options => options.Relays.Add(ValidOptions.Relay("a")));
        await using var provider = services.BuildServiceProvider();

        var error = Assert.Throws<OptionsValidationException>(
            () => provider.GetRequiredService<IStartupValidator>().Validate());

        Assert.Equal("eu", error.OptionsName);
        Assert.Contains("Standbys is 99", error.Message, StringComparison.Ordinal);
    }

    private static string Only(RelayWebSocketTransport transport) =>
        Assert.Single(transport.GetAvailableRelays()).Endpoint.Id;
}
