using System.Net;
using SolConnect.Relay.Discovery;
using SolConnect.Relay.Tests.Options;

namespace SolConnect.Relay.Tests.Discovery;

public sealed class DiscoveryRulesTests
{
    private static readonly IRelayDirectory Remote = new HttpRelayDirectory(new("https://directory.example/api/relays"));
    private static readonly IRelayDirectory Local = new HttpRelayDirectory(new("http://127.0.0.1:5080/api/relays"));

    [Theory]
    [InlineData("wss://relay.example/relay", "", null)]
    [InlineData("wss://relay.example/relay", "relay.example", null)]
    [InlineData("wss://eu.relay.example/relay", "*.relay.example", null)]
    [InlineData("wss://relay.example/relay", "*.relay.example", "is not at one of the AllowedHosts")]
    [InlineData("wss://evilrelay.example/relay", "*.relay.example", "is not at one of the AllowedHosts")]
    [InlineData("wss://RELAY.example./relay", "relay.example", null)]
    [InlineData("wss://10.0.0.7/relay", "", "is at a private address")]
    [InlineData("wss://10.0.0.7/relay", "10.0.0.7", null)]
    [InlineData("wss://10.0.0.7/relay", "10.0.0.0/8", null)]
    [InlineData("wss://10.0.0.7/relay", "192.168.0.0/16", "is not at one of the AllowedHosts")]
    [InlineData("wss://169.254.169.254/latest", "", "is at a private address")]
    [InlineData("wss://[fd00::1]/relay", "", "is at a private address")]
    [InlineData("wss://[::ffff:10.0.0.7]/relay", "", "is at a private address")]
    [InlineData("wss://203.0.113.9/relay", "", null)]
    [InlineData("ws://relay.example/relay", "", "which is not encrypted")]
    [InlineData("ws://relay.example/relay", "relay.example", "which is not encrypted")]
    [InlineData("ws://127.0.0.1:80/relay", "", "is on this machine, and the directory is not")]
    [InlineData("wss://localhost/relay", "", "is on this machine, and the directory is not")]
    [InlineData("ws://127.0.0.1:80/relay", "127.0.0.1", null)]
    [InlineData("wss://me:s3cret@relay.example/relay", "", "contains a user name or password")]
    [InlineData("https://relay.example/relay", "", "must be an absolute address that begins with wss://")]
    public void A_relay_from_elsewhere_is_where_it_may_be(string url, string allowed, string? why)
    {
        var violation = Rules(allowed).Check(Remote, [new("a", new(url))]);

        if (why is null)
            Assert.Null(violation);
        else
            Assert.Contains(why, violation, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", violation ?? "", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ws://127.0.0.1:5081/relay")]
    [InlineData("ws://localhost:5081/relay")]
    [InlineData("ws://[::1]:5081/relay")]
    public void A_directory_on_this_machine_and_the_applications_own_may_name_relays_on_it(string url)
    {
        Assert.Null(Rules("").Check(Local, [new("a", new(url))]));
        Assert.Null(Rules("").Check(new ScriptedDirectory(), [new("a", new(url))]));
    }

    [Fact]
    public void One_bad_relay_spoils_its_list()
    {
        Assert.Contains(
            "'evil'",
            Rules("").Check(Remote, [ValidOptions.Relay("a"), new("evil", new("wss://192.168.0.1/relay"))]),
            StringComparison.Ordinal);
    }

    [Fact]
    public void What_insecure_clients_may_do_a_list_may_ask_of_them()
    {
        var options = ValidOptions.WithRelays("own");
        options.AllowInsecure = true;

        Assert.Null(new DiscoveryRules(options).Check(Remote, [new("a", new("ws://192.168.0.1/relay"))]));
    }

    [Fact]
    public void Two_relays_of_one_id_and_a_region_that_is_a_book_are_refused()
    {
        Assert.Contains(
            "must be unique", Rules("").Check(Remote, [ValidOptions.Relay("a"), ValidOptions.Relay("a")]),
            StringComparison.Ordinal);
        Assert.Contains(
            "region", Rules("").Check(Remote, [ValidOptions.Relay("a") with { Region = new('r', 65) }]),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("wss://relay.example/relay", "203.0.113.9", "", true)]
    [InlineData("wss://relay.example/relay", "10.0.0.7", "", false)]
    [InlineData("wss://relay.example/relay", "127.0.0.1", "", false)]
    [InlineData("wss://relay.example/relay", "10.0.0.7", "*.example", false)]
    [InlineData("wss://relay.example/relay", "10.0.0.7", "relay.example", true)]
    [InlineData("wss://relay.example/relay", "10.0.0.7", "*.example,10.0.0.0/8", true)]
    [InlineData("ws://localhost/relay", "127.0.0.1", "", true)]
    [InlineData("ws://localhost/relay", "10.0.0.7", "", false)]
    [InlineData("wss://own.example/relay", "10.0.0.7", "", true)]
    public void A_name_that_leads_to_a_private_address_is_dialled_only_where_that_is_allowed(
        string url, string address, string allowed, bool may)
    {
        Assert.Equal(may, Rules(allowed).MayDial(new("a", new(url)), IPAddress.Parse(address)));
    }

    [Fact]
    public void What_the_options_name_later_may_be_dialled_too()
    {
        var rules = Rules("");
        var relay = new RelayEndpoint("b", new("wss://b.example/relay"));
        Assert.False(rules.MayDial(relay, IPAddress.Parse("10.0.0.7")));

        rules.Configured = [relay];

        Assert.True(rules.MayDial(relay, IPAddress.Parse("10.0.0.7")));
    }

    [Theory]
    [InlineData("10.0.0.1", true)]
    [InlineData("172.31.255.255", true)]
    [InlineData("172.32.0.1", false)]
    [InlineData("100.64.0.1", true)]
    [InlineData("0.0.0.0", true)]
    [InlineData("255.255.255.255", true)]
    [InlineData("224.0.0.1", true)]
    [InlineData("8.8.8.8", false)]
    [InlineData("::", true)]
    [InlineData("::1", true)]
    [InlineData("fe80::1", true)]
    [InlineData("::ffff:192.168.0.1", true)]
    [InlineData("64:ff9b::a00:1", true)]
    [InlineData("64:ff9b::808:808", false)]
    [InlineData("2002:a00:1::1", true)]
    [InlineData("2606:4700::1111", false)]
    public void Private_addresses_are_known_in_every_form(string address, bool isPrivate)
    {
        Assert.Equal(isPrivate, PrivateAddress.Is(IPAddress.Parse(address)));
    }

    private static DiscoveryRules Rules(string allowed)
    {
        var options = ValidOptions.WithRelays("own");
        options.AllowedHosts = allowed.Split(',', StringSplitOptions.RemoveEmptyEntries);
        return new(options);
    }
}
