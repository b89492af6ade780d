using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using NSubstitute;
using SolConnect.Relay.Tests.Options;

namespace SolConnect.Relay.Tests.DependencyInjection;

public class AddSolConnectRelayTests
{
    [Fact]
    public async Task Options_can_be_set_in_code()
    {
        var services = new ServiceCollection().AddSolConnectRelay(options =>
        {
            options.Relays.Add(ValidOptions.Relay("a"));
            options.Standbys = 1;
        });
        await using var provider = services.BuildServiceProvider();

        Assert.Equal(1, OptionsOf(provider).Standbys);
    }

    [Fact]
    public async Task A_preset_a_configuration_and_code_add_up_and_the_last_one_wins()
    {
        var preset = RelayOptions.Mobile();
        var services = new ServiceCollection()
            .AddSolConnectRelay(preset)
            .AddSolConnectRelay(ValidOptions.Section(
                ("Relays:0:Id", "a"), ("Relays:0:Url", "wss://a.example"), ("Standbys", "0"), ("MaxRetries", "7")))
            .AddSolConnectRelay(options => options.MaxRetries = 8);
        preset.Relays.Add(ValidOptions.Relay("late"));
        await using var provider = services.BuildServiceProvider();

        var options = OptionsOf(provider);

        Assert.Equal(RelayOptions.Mobile().HoldTime, options.HoldTime);
        Assert.Equal(0, options.Standbys);
        Assert.Equal(8, options.MaxRetries);
        Assert.Equal(["a"], options.Relays.Select(relay => relay.Id));
    }

    [Fact]
    public async Task Everything_that_is_wrong_is_reported_when_the_host_starts()
    {
        var services = new ServiceCollection().AddSolConnectRelay(ValidOptions.Section(
            ("Relays:0:Url", "ws://a.example"), ("Standbys", "99"), ("MaxRetries", "three"), ("Typo", "1")));
        await using var provider = services.BuildServiceProvider();

        // The host calls this before it starts anything.
        var exception = Assert.Throws<OptionsValidationException>(
            () => provider.GetRequiredService<IStartupValidator>().Validate());

        string[] expected =
            ["Relays[0].Id", "Relays[0].Url", "Standbys is 99", "Relay:MaxRetries is 'three'", "Relay:Typo"];
        Assert.Equal(expected.Length, exception.Failures.Count());
        Assert.All(expected, part => Assert.Contains(part, exception.Message, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_transport_is_one_object_under_both_names_and_survives_that_both_dispose_it()
    {
        var services = new ServiceCollection()
            .AddSolConnectRelay(options => options.Relays.Add(ValidOptions.Relay("a")))
            .AddSolConnectRelay(options => options.Standbys = 0);
        RelayWebSocketTransport transport;

        await using (var provider = services.BuildServiceProvider())
        {
            transport = provider.GetRequiredService<RelayWebSocketTransport>();

            Assert.Same(transport, Assert.Single(provider.GetServices<IMessageTransport>()));
            Assert.Equal(TransportState.Disconnected, transport.State);
        }

        Assert.Equal(TransportState.Closed, transport.State);
    }

    [Fact]
    public async Task A_transport_that_was_registered_before_is_kept()
    {
        var substitute = Substitute.For<IMessageTransport>();
        var services = new ServiceCollection()
            .AddSingleton(substitute)
            .AddSolConnectRelay(options => options.Relays.Add(ValidOptions.Relay("a")));
        await using var provider = services.BuildServiceProvider();

        Assert.Same(substitute, provider.GetRequiredService<IMessageTransport>());
    }

    private static RelayOptions OptionsOf(IServiceProvider provider) =>
        provider.GetRequiredService<IOptions<RelayOptions>>().Value;
}
