using System.Net;
using System.Text.Json;

namespace SolConnect.Relay.Server.Tests.Sockets;

public sealed class StatusPagesTests
{
    [Fact]
    public async Task Health_tells_who_the_relay_is_and_how_many_are_connected()
    {
        await using var relay = await EmbeddedRelay.StartAsync(new() { Id = "relay-a" });
        await using var client = await WireClient.WelcomedAsync(relay.Endpoint.Url);
        using var http = new HttpClient();

        var response = await http.GetAsync(At(relay, "/health"));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(
            """{"status":"ok","id":"relay-a","connections":1,"draining":false}""",
            await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Health_is_503_while_the_relay_is_leaving()
    {
        await using var relay = await EmbeddedRelay.StartAsync(new()
        {
            Configure = options => options.ShutdownGrace = TimeSpan.FromSeconds(25),
        });
        await using var client = await WireClient.WelcomedAsync(relay.Endpoint.Url);
        using var http = new HttpClient();

        var stopping = relay.StopAsync();
        await client.ReadFramesAsync();
        var response = await http.GetAsync(At(relay, "/health"));

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Contains("\"draining\":true", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        client.Socket.Abort();
        await stopping;
    }

    [Fact]
    public async Task The_directory_lists_the_relay_itself_and_its_peers()
    {
        await using var relay = await EmbeddedRelay.StartAsync(new()
        {
            Id = "relay-a",
            Region = "eu",
            Configure = options =>
            {
                options.MaxConnections = 500;
                options.Priority = 3;
                options.Weight = 0.5;
                options.Peers.Add(new("relay-b", new("wss://b.example.com/relay")) { Region = "us", MaxConnections = 7 });
            },
        });
        using var http = new HttpClient();

        using var relays = JsonDocument.Parse(await http.GetStringAsync(At(relay, "/api/relays")));

        var expected = $$"""
            [{"id":"relay-a","url":"{{relay.Endpoint.Url}}","region":"eu","priority":3,"weight":0.5,"maxConnections":500},
             {"id":"relay-b","url":"wss://b.example.com/relay","region":"us","priority":1,"weight":1,"maxConnections":7}]
            """;
        using var wanted = JsonDocument.Parse(expected);
        Assert.True(JsonElement.DeepEquals(wanted.RootElement, relays.RootElement), relays.RootElement.ToString());
    }

    private static Uri At(EmbeddedRelay relay, string path) =>
        new UriBuilder(relay.Endpoint.Url) { Scheme = "http", Path = path }.Uri;
}
