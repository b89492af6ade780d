namespace SolConnect.Relay.Tests.Options;

public class RelayEndpointRulesTests
{
    [Theory]
    [InlineData("wss://relay.example", false)]
    [InlineData("wss://relay.example:8443/relay?shard=1", false)]
    [InlineData("ws://localhost:5000/relay", false)]
    [InlineData("ws://127.0.0.1:5000", false)]
    [InlineData("ws://[::1]:5000", false)]
    [InlineData("ws://relay.example", true)]
    public void An_address_that_is_encrypted_or_local_or_allowed_passes(string url, bool allowInsecure)
    {
        Assert.Empty(RelayEndpointRules.Check([new("a", new(url))], allowInsecure));
    }

    [Theory]
    [InlineData(
        "ws://relay.example",
        "is 'ws://relay.example', which is not encrypted; it must begin with wss://, unless AllowInsecure " +
        "is set.")]
    [InlineData(
        "https://relay.example",
        "is 'https://relay.example'; it must be an absolute address that begins with wss://, or ws:// on this " +
        "machine.")]
    [InlineData(
        "relay.example",
        "is no absolute address; it must be an absolute address that begins with wss://, or ws:// on this " +
        "machine.")]
    [InlineData(
        "wss://relay.example/#top",
        "for 'wss://relay.example' contains a fragment ('#…'); a WebSocket address must have none.")]
    public void An_address_that_cannot_be_used_is_named(string url, string rest)
    {
        var relay = new RelayEndpoint("a", new(url, UriKind.RelativeOrAbsolute));

        Assert.Equal([$"Relays[0].Url {rest}"], RelayEndpointRules.Check([relay], allowInsecure: false));
    }

    [Fact]
    public void A_password_in_an_address_is_refused_and_not_repeated()
    {
        var url = new Uri("wss://me:secret@relay.example/?token=hidden");

        var violation = Assert.Single(RelayEndpointRules.Check([new("a", url)], allowInsecure: false));

        Assert.Contains("user name or password", violation, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", violation, StringComparison.Ordinal);
        Assert.DoesNotContain("hidden", violation, StringComparison.Ordinal);
    }

    [Fact]
    public void An_address_that_does_not_fit_into_a_frame_is_refused()
    {
        var url = new Uri($"wss://relay.example/{new string('p', 500)}");

        Assert.Equal(
            ["Relays[0].Url for 'wss://relay.example' has 520 characters; it must have at most 512."],
            RelayEndpointRules.Check([new("a", url)], allowInsecure: false));
    }

    [Theory]
    [InlineData("relay-1.eu_west:2", true)]
    [InlineData("", false)]
    [InlineData("relay 1", false)]
    [InlineData("rélay", false)]
    [InlineData("a\r\nb", false)]
    public void An_id_consists_of_plain_characters(string id, bool valid)
    {
        var relay = new RelayEndpoint(id, new("wss://relay.example"));

        Assert.Equal(valid, !RelayEndpointRules.Check([relay], allowInsecure: false).Any());
    }

    [Fact]
    public void An_id_has_at_most_64_characters()
    {
        RelayEndpoint Named(int length) => new(new('x', length), new("wss://relay.example"));

        Assert.Empty(RelayEndpointRules.Check([Named(64)], allowInsecure: false));
        Assert.Single(RelayEndpointRules.Check([Named(65)], allowInsecure: false));
    }

    [Fact]
    public void Every_number_of_a_relay_has_its_range()
    {
        var relay = ValidOptions.Relay("a") with { Region = null!, Priority = -1, Weight = 0, MaxConnections = -1 };

        Assert.Equal(
            [
                "Relays[0].Region is null; it may be empty.",
                "Relays[0].Priority is -1; it must be from 0 to 1000.",
                "Relays[0].Weight is 0; it must be above 0 and at most 1000.",
                "Relays[0].MaxConnections is -1; it must be 0 (unknown) or more.",
            ],
            RelayEndpointRules.Check([relay], allowInsecure: false));
    }

    [Fact]
    public void A_weight_that_is_no_number_is_refused()
    {
        var relay = ValidOptions.Relay("a") with { Weight = double.NaN };

        Assert.Equal(
            ["Relays[0].Weight is NaN; it must be above 0 and at most 1000."],
            RelayEndpointRules.Check([relay], allowInsecure: false));
    }

    [Fact]
    public void Two_relays_of_one_name_and_a_relay_that_is_missing_are_named_by_their_places()
    {
        Assert.Equal(
            [
                "Relays[1].Id is 'a', like Relays[0].Id; it must be unique.",
                "Relays[2] is null; it must be a relay.",
                "Relays[3].Id is ''; it must have 1 to 64 characters out of letters a to z in either case, digits, " +
                    "'-', '_', '.' and ':'.",
                "Relays[3].Url is missing; it must be an absolute address that begins with wss://, or ws:// on this " +
                    "machine.",
            ],
            RelayEndpointRules.Check(
                [ValidOptions.Relay("a"), ValidOptions.Relay("a"), null!, new("", null!)], allowInsecure: false));
    }
}
