using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace SolConnect.Relay.Server.Tests.Sockets;

public sealed class RelayDirectoryTests : IAsyncDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false });
    private WebApplication? _app;

    [Fact]
    public async Task Whoever_has_the_list_gets_304_until_it_changes()
    {
        List<RelayEndpoint> relays = [new("a", new("wss://a.example/relay"))];
        await StartAsync(app => app.MapRelayDirectory("/relays", () => relays), withRelay: false);

        var first = await GetAsync("/relays");
        var second = await GetAsync("/relays", first.Headers.ETag!.ToString());
        relays.Add(new("b", new("wss://b.example/relay")) { Weight = 2 });
        var third = await GetAsync("/relays", first.Headers.ETag.ToString());

        Assert.Equal(
            (HttpStatusCode.OK, HttpStatusCode.NotModified, HttpStatusCode.OK),
            (first.StatusCode, second.StatusCode, third.StatusCode));
        Assert.Equal("application/json", first.Content.Headers.ContentType!.MediaType);
        Assert.True(first.Headers.CacheControl!.NoCache);
        Assert.Empty(await second.Content.ReadAsByteArrayAsync());
        Assert.Equal(first.Headers.ETag, second.Headers.ETag);
        Assert.NotEqual(first.Headers.ETag, third.Headers.ETag);
        Assert.Equal(["a", "b"], await IdsAsync(third));
    }

    [Theory]
    [InlineData("*", HttpStatusCode.NotModified)]
    [InlineData("W/", HttpStatusCode.NotModified)]
    [InlineData("\"other\", ", HttpStatusCode.NotModified)]
    [InlineData("\"other\"", HttpStatusCode.OK)]
    [InlineData("nonsense", HttpStatusCode.OK)]
    public async Task Tags_are_compared_as_the_standard_says(string header, HttpStatusCode status)
    {
        await StartAsync(app => app.MapRelayDirectory());
        var tag = (await GetAsync("/api/relays")).Headers.ETag!.ToString();

        var answer = await GetAsync("/api/relays", header is "W/" or "\"other\", " ? header + tag : header);

        Assert.Equal(status, answer.StatusCode);
    }

    [Fact]
    public async Task Mapping_the_path_of_MapRelay_once_more_changes_nothing_in_either_order()
    {
        await StartAsync(app =>
        {
            app.MapRelayDirectory("/API/relays");
            app.MapRelay("/socket");
            app.MapRelayDirectory("/api/relays");
            app.MapRelayDirectory("/mirror");
        });

        Assert.Equal(["red", "blue"], await IdsAsync(await GetAsync("/api/relays")));
        var mirror = await (await GetAsync("/mirror")).Content.ReadFromJsonAsync<JsonElement>();
        Assert.EndsWith("/socket", mirror[0].GetProperty("url").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_relay_the_error_says_what_to_call()
    {
        var error = await Assert.ThrowsAsync<InvalidOperationException>(
            () => StartAsync(app => app.MapRelayDirectory(), withRelay: false));

        Assert.Contains("AddRelayServer", error.Message, StringComparison.Ordinal);
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        if (_app is not null)
        {
            await _app.DisposeAsync();
        }
    }

    private async Task StartAsync(Action<WebApplication> map, bool withRelay = true)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        builder.Services.AddRoutingCore();
        if (withRelay)
        {
            builder.Services.AddRelayServer(options =>
            {
                options.Id = "red";
                options.Peers.Add(new("blue", new("wss://blue.example/relay")));
            });
        }

        _app = builder.Build();
        map(_app);
        await _app.StartAsync();
    }

    private async Task<HttpResponseMessage> GetAsync(string path, string? ifNoneMatch = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(new Uri(_app!.Urls.Single()), path));
        if (ifNoneMatch is not null)
        {
            Assert.True(request.Headers.TryAddWithoutValidation("If-None-Match", ifNoneMatch));
        }

        return await _http.SendAsync(request);
    }

    private static async Task<string[]> IdsAsync(HttpResponseMessage answer)
    {
        var relays = await answer.Content.ReadFromJsonAsync<JsonElement>();
        return [.. relays.EnumerateArray().Select(relay => relay.GetProperty("id").GetString()!)];
    }
}
