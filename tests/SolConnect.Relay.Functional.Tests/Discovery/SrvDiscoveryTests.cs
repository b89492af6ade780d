using SolConnect.Relay.TestKit;

namespace SolConnect.Relay.Functional.Tests.Discovery;

/// <summary>Relays out of SRV records, from a name server on this machine.</summary>
public sealed class SrvDiscoveryTests
{
    private const string Service = "_relay._tcp.example.com";

    [Fact]
    public async Task Each_record_is_a_relay_and_the_lowest_priority_is_preferred_most()
    {
        await using var server = new DnsResponder
        {
            Records = [(20, 0, 443, "Backup.example.com"), (10, 60, 443, "eu-1.example.com."), (10, 20, 8443, "eu-2.example.com")],
        };

        var relays = (await Directory(server).FetchAsync(null)).Relays;

        Assert.Equal(
            [
                new("backup.example.com:443", new("wss://backup.example.com/relay")) { Priority = 1, Weight = 0.01 },
                new("eu-1.example.com:443", new("wss://eu-1.example.com/relay")) { Priority = 2, Weight = 60 },
                new("eu-2.example.com:8443", new("wss://eu-2.example.com:8443/relay")) { Priority = 2, Weight = 20 },
            ],
            relays);
    }

    [Fact]
    public async Task Large_weights_keep_their_proportions_and_weights_of_zero_are_equal()
    {
        await using var server = new DnsResponder { Records = [(0, 50_000, 1, "a.example.com"), (0, 10_000, 2, "b.example.com")] };
        var directory = Directory(server);

        var scaled = (await directory.FetchAsync(null)).Relays!.Select(relay => Math.Round(relay.Weight, 6)).ToList();
        server.Records = [(0, 0, 1, "a.example.com"), (0, 0, 2, "b.example.com")];
        var equal = (await directory.FetchAsync(null)).Relays!.Select(relay => relay.Weight).ToList();

        Assert.Equal([1_000, 200], scaled);
        Assert.Equal([1, 1], equal);
    }

    [Fact]
    public async Task Templates_make_addresses_and_ids()
    {
        await using var server = new DnsResponder { Records = [(0, 1, 9000, "eu-1.example.com")] };
        var directory = new SrvRelayDirectory(Service, "wss://{host}/{port}/chat", "relay-{host}") { NameServers = [server.EndPoint] };

        var relay = Assert.Single((await directory.FetchAsync(null)).Relays!);

        Assert.Equal(new("relay-eu-1.example.com", new("wss://eu-1.example.com/9000/chat")), relay);
    }

    [Fact]
    public async Task A_single_dot_is_no_relay()
    {
        await using var server = new DnsResponder { Records = [(0, 0, 0, ".")] };

        Assert.Empty((await Directory(server).FetchAsync(null)).Relays!);
    }

    [Fact]
    public async Task An_answer_that_does_not_fit_into_a_datagram_is_fetched_whole()
    {
        await using var server = new DnsResponder
        {
            Truncates = true,
            Records = [.. Enumerable.Range(0, 16).Select(index => (0, 1, 443, $"{new string('r', 40)}-{index}.example.com"))],
        };

        Assert.Equal(16, (await Directory(server).FetchAsync(null)).Relays!.Count);
        Assert.Equal(1, server.QuestionsByTcp);
    }

    [Theory]
    [InlineData("relay.evil.example")]
    [InlineData("evilexample.com")]
    public async Task A_host_of_another_domain_is_refused_unless_it_is_allowed(string host)
    {
        await using var server = new DnsResponder { Records = [(0, 1, 443, "eu-1.example.com"), (0, 1, 443, host)] };
        var generous = new SrvRelayDirectory(Service) { AllowOtherDomains = true, NameServers = [server.EndPoint] };

        var error = await Assert.ThrowsAsync<InvalidDataException>(async () => await Directory(server).FetchAsync(null));

        Assert.Contains($"'{host}', which is not below 'example.com'", error.Message, StringComparison.Ordinal);
        Assert.Equal(2, (await generous.FetchAsync(null)).Relays!.Count);
    }

    [Fact]
    public async Task A_name_that_does_not_exist_is_an_error_that_names_it()
    {
        await using var server = new DnsResponder { Code = 3 };

        var error = await Assert.ThrowsAsync<IOException>(async () => await Directory(server).FetchAsync(null));

        Assert.Contains($"'{Service}'", error.Message, StringComparison.Ordinal);
        Assert.Contains("Non-Existent Domain", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Silence_is_an_error_that_says_so()
    {
        await using var silent = new DnsResponder { IsSilent = true };

        var error = await Assert.ThrowsAsync<IOException>(async () => await Directory(silent).FetchAsync(null));

        Assert.Contains("no name server answered", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_silent_server_is_passed_over_for_the_next_one_and_can_be_left()
    {
        await using var silent = new DnsResponder { IsSilent = true };
        await using var server = new DnsResponder { Records = [(0, 1, 443, "eu-1.example.com")] };
        using var cancelling = new CancellationTokenSource();

        var both = await new SrvRelayDirectory(Service) { NameServers = [silent.EndPoint, server.EndPoint] }.FetchAsync(null);
        var left = Directory(silent).FetchAsync(null, cancelling.Token).AsTask();
        await cancelling.CancelAsync();

        Assert.Single(both.Relays!);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => left.WithinPatienceAsync("the fetch to end"));
    }

    [Fact]
    public async Task A_relay_whose_record_appears_while_the_transport_runs_is_connected()
    {
        await using var fleet = await RelayFleet.StartAsync(2);
        var ports = fleet.Relays.Select(relay => relay.Endpoint.Url.Port).ToArray();
        await using var server = new DnsResponder { Records = [(0, 1, ports[0], "localhost")] };
        await using var transport = new RelayWebSocketTransport(new RelayOptions
        {
            EnableAutoDiscovery = true,
            DiscoveryInterval = TimeSpan.FromSeconds(1),
            AllowedHosts = ["localhost"],
            Directories = [new SrvRelayDirectory("_relay._tcp.localhost", "ws://{host}:{port}/relay") { NameServers = [server.EndPoint] }],
        });
        var events = new EventRecorder(transport);
        await transport.ConnectAsync();

        server.Records = [.. server.Records, (0, 1, ports[1], "localhost")];
        await events.WaitForAsync<RelayDiscoveredEventArgs>(found => found.Relay.Id == $"localhost:{ports[1]}");
        await Patience.UntilAsync(() => transport.GetActiveConnections().Count == 2, "two connections");

        Assert.Equal(ports.Order(), transport.GetActiveConnections().Select(open => open.Endpoint.Url.Port).Order());
    }

    [Fact]
    public async Task A_record_for_this_machine_is_refused_unless_the_application_allows_it()
    {
        await using var server = new DnsResponder { Records = [(0, 1, 5080, "localhost")] };
        await using var transport = new RelayWebSocketTransport(new RelayOptions
        {
            EnableAutoDiscovery = true,
            ConnectionTimeout = TimeSpan.FromSeconds(2),
            Directories = [new SrvRelayDirectory("_relay._tcp.localhost", "ws://{host}:{port}/relay") { NameServers = [server.EndPoint] }],
        });

        var error = await Assert.ThrowsAsync<RelayConnectException>(() => transport.ConnectAsync());

        Assert.Contains("is on this machine, and the directory is not", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "wss://{host}", "{host}", "serviceName")]
    [InlineData("_relay._tcp", "wss://{host}", "{host}", "serviceName")]
    [InlineData("_relay._tcp.exa mple.com", "wss://{host}", "{host}", "serviceName")]
    [InlineData(Service, "wss://relay.example:{port}", "{host}", "urlTemplate")]
    [InlineData(Service, "https://{host}", "{host}", "urlTemplate")]
    [InlineData(Service, "wss://{host}", "{port}", "idTemplate")]
    public void What_cannot_work_is_refused_at_once(string service, string url, string id, string parameter)
    {
        Assert.Equal(parameter, Assert.Throws<ArgumentException>(() => new SrvRelayDirectory(service, url, id)).ParamName);
    }

    private static SrvRelayDirectory Directory(DnsResponder server) => new(Service) { NameServers = [server.EndPoint] };
}
