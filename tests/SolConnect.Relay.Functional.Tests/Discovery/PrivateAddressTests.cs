using SolConnect.Relay.Connections;
using SolConnect.Relay.Server;

namespace SolConnect.Relay.Functional.Tests.Discovery;

/// <summary>A name is as good a way to a private network as an address: what it leads to is looked at before the dial.</summary>
public sealed class PrivateAddressTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_relay_is_dialled_only_at_addresses_where_it_may_be(bool allowed)
    {
        await using var relay = await EmbeddedRelay.StartAsync(new() { Id = "red" });
        var named = relay.Endpoint with { Url = new UriBuilder(relay.Endpoint.Url) { Host = "localhost" }.Uri };
        var asked = new List<string>();
        var dialer = new WebSocketDialer(
            new(TimeSpan.FromSeconds(30), TimeProvider.System), tokens: null, TimeProvider.System, tokenInHello: false,
            (endpoint, address) =>
            {
                asked.Add($"{endpoint.Id} {System.Net.IPAddress.IsLoopback(address)}");
                return allowed;
            });

        var dialling = dialer.DialAsync(named, AccessTokenReason.Connect, CancellationToken.None);

        if (allowed)
        {
            (await dialling).Socket.Dispose();
        }
        else
        {
            var failure = await Assert.ThrowsAsync<ConnectFailedException>(() => dialling);
            Assert.Equal(CloseReason.Unreachable, failure.End.Reason);
            Assert.Contains("leads to a private address", failure.End.Detail, StringComparison.Ordinal);
        }

        Assert.NotEmpty(asked);
        Assert.All(asked, line => Assert.Equal("red True", line));
    }
}
