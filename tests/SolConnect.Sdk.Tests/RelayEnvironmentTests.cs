using Microsoft.Extensions.Configuration;
using SolConnect.Configuration;
using SolConnect.Relay.Server;

namespace SolConnect.Tests;

/// <summary>The only tests that change the environment of the process; nobody else here reads it.</summary>
public sealed class RelayEnvironmentTests : IDisposable
{
    private readonly Dictionary<string, string?> _before = [];

    public void Dispose()
    {
        foreach (var (name, value) in _before)
        {
            Environment.SetEnvironmentVariable(name, value);
        }
    }

    [Fact]
    public async Task Without_a_relay_in_the_environment_it_says_what_to_set()
    {
        await using var sdk = new SolConnectSDK();

        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => sdk.InitializeAsync());

        Assert.Contains("SOLCONNECT__RELAYS__0__ID", error.Message, StringComparison.Ordinal);
        Assert.Contains("SOLCONNECT__RELAYS__0__URL", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Relays_in_the_environment_are_all_it_needs()
    {
        await using var relay = await EmbeddedRelay.StartAsync(new() { Id = "env" });
        Set("SOLCONNECT__RELAYS__0__ID", "env");
        Set("SOLCONNECT__RELAYS__0__URL", relay.Endpoint.Url.AbsoluteUri);
        await using var sdk = new SolConnectSDK();

        await sdk.InitializeAsync();
        var receipt = await sdk.SendMessageAsync("lobby", "hello");

        Assert.Equal(1, receipt.Acks);
    }

    [Fact]
    public async Task A_caller_may_set_more_on_top_of_the_environment()
    {
        await using var relay = await EmbeddedRelay.StartAsync(new() { Id = "mine" });
        Set("SOLCONNECT__STANDBYS", "0");
        RelayOptions? seen = null;
        await using var sdk = new SolConnectSDK();

        await sdk.InitializeAsync(options =>
        {
            options.Relays.Add(relay.Endpoint);
            seen = options;
        });

        Assert.Equal(0, seen!.Standbys);
        Assert.Equal(TransportState.Connected, sdk.Transport.State);
    }

    [Fact]
    public async Task A_variable_that_is_no_option_is_named()
    {
        Set("SOLCONNECT__RELAYS__0__ID", "env");
        Set("SOLCONNECT__RELAYS__0__URL", "wss://relay.example/relay");
        Set("SOLCONNECT__STANDBY", "1");
        await using var sdk = new SolConnectSDK();

        var error = await Assert.ThrowsAsync<RelayOptionsException>(() => sdk.InitializeAsync());

        Assert.Contains("STANDBY is not an option", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Development", null, GapPolicy.Fault)]
    [InlineData("Production", "Development", GapPolicy.Continue)]
    [InlineData("", "Development", GapPolicy.Fault)]
    [InlineData(null, null, GapPolicy.Continue)]
    public void The_preset_is_that_of_the_environment(string? dotnet, string? aspNetCore, GapPolicy expected)
    {
        Set("DOTNET_ENVIRONMENT", dotnet);
        Set("ASPNETCORE_ENVIRONMENT", aspNetCore);

        var options = RelayEnvironment.ReadOptions();

        Assert.Equal(expected, options.OnGap);
    }

    [Fact]
    public void A_variable_wins_over_the_preset()
    {
        Set("DOTNET_ENVIRONMENT", "Development");
        var variables = new ConfigurationBuilder()
            .AddInMemoryCollection([new("ONGAP", "Continue"), new("RELAYS:0:ID", "a"), new("RELAYS:0:URL", "wss://a.example")])
            .Build();

        var options = RelayEnvironment.ReadOptions(variables);

        Assert.Equal(GapPolicy.Continue, options.OnGap);
        Assert.Equal(new RelayEndpoint("a", new Uri("wss://a.example")), Assert.Single(options.Relays));
    }

    private void Set(string name, string? value)
    {
        _before.TryAdd(name, Environment.GetEnvironmentVariable(name));
        Environment.SetEnvironmentVariable(name, value);
    }
}
