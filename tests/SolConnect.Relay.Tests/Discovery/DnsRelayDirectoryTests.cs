using System.Net;
using System.Net.Sockets;

namespace SolConnect.Relay.Tests.Discovery;

public sealed class DnsRelayDirectoryTests
{
    [Fact]
    public async Task Each_address_becomes_a_relay_by_the_templates()
    {
        var directory = Resolving(
            "wss://{dashed}.relays.example.com/relay", "relay-{dashed}", "203.0.113.7", "2001:db8::7", "203.0.113.7");

        var relays = (await directory.FetchAsync(null)).Relays;

        Assert.Equal(
            [
                new("relay-203-0-113-7", new("wss://203-0-113-7.relays.example.com/relay")),
                new("relay-2001-db8--7", new("wss://2001-db8--7.relays.example.com/relay")),
            ],
            relays);
    }

    [Fact]
    public async Task An_address_can_stand_in_the_url_itself()
    {
        var directory = Resolving("wss://{address}:8443/relay", "{dashed}", "203.0.113.7", "2001:db8::7");

        var relays = (await directory.FetchAsync(null)).Relays!;

        Assert.Equal(
            ["wss://203.0.113.7:8443/relay", "wss://[2001:db8::7]:8443/relay"],
            relays.Select(relay => relay.Url.AbsoluteUri));
    }

    [Fact]
    public async Task The_operating_systems_resolver_knows_this_machine()
    {
        var directory = new DnsRelayDirectory("localhost", "ws://{address}:5080/relay");

        var relays = (await directory.FetchAsync(null)).Relays!;

        Assert.NotEmpty(relays);
        Assert.All(relays, relay => Assert.True(relay.Url.IsLoopback));
    }

    [Fact]
    public async Task A_name_that_nobody_knows_is_an_error_and_a_resolver_that_hangs_can_be_left()
    {
        using var cancelling = new CancellationTokenSource();
        var unknown = new DnsRelayDirectory(
            "relays.example", "wss://{address}", "{dashed}", (_, _) => throw new SocketException((int)SocketError.HostNotFound));
        var hanging = new DnsRelayDirectory(
            "relays.example", "wss://{address}", "{dashed}", (_, _) => new TaskCompletionSource<IPAddress[]>().Task);

        await Assert.ThrowsAsync<SocketException>(async () => await unknown.FetchAsync(null));
        var fetching = hanging.FetchAsync(null, cancelling.Token).AsTask();
        await cancelling.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => fetching.WithinPatienceAsync("the fetch to end"));
    }

    [Theory]
    [InlineData("relays.example:53", "wss://{address}", "{dashed}", "host")]
    [InlineData("", "wss://{address}", "{dashed}", "host")]
    [InlineData("relays.example", "wss://relay.example", "{dashed}", "urlTemplate")]
    [InlineData("relays.example", "https://{address}", "{dashed}", "urlTemplate")]
    [InlineData("relays.example", "wss://{address}", "relay", "idTemplate")]
    public void What_cannot_work_is_refused_at_once(string host, string url, string id, string parameter)
    {
        Assert.Equal(parameter, Assert.Throws<ArgumentException>(() => new DnsRelayDirectory(host, url, id)).ParamName);
    }

    private static DnsRelayDirectory Resolving(string url, string id, params string[] addresses) =>
        new("relays.example", url, id, (_, _) => Task.FromResult<IPAddress[]>([.. addresses.Select(IPAddress.Parse)]));
}
