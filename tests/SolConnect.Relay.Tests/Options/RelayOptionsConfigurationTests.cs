using System.Reflection;

namespace SolConnect.Relay.Tests.Options;

public class RelayOptionsConfigurationTests
{
    [Fact]
    public void A_section_sets_what_it_names_and_leaves_the_rest_at_its_default()
    {
        var options = new RelayOptions();

        RelayOptionsConfiguration.Apply(
            ValidOptions.Section(
                ("SelectionStrategy", "round-robin"), ("Standbys", "1"), ("RequiredAcks", "2"),
                ("OutboxFullMode", "reject"), ("MessageTimeout", "00:01:00"), ("AllowInsecure", "true"),
                ("Relays:0:Id", "eu"), ("Relays:0:Url", "wss://eu.example/relay"), ("Relays:0:Region", "eu-west"),
                ("Relays:0:Priority", "2"), ("Relays:0:Weight", "0.5"), ("Relays:0:MaxConnections", "900"),
                ("relays:1:id", "us"), ("relays:1:url", "wss://us.example/relay")),
            options);

        Assert.Empty(RelayOptionsRules.Check(options));
        Assert.Equal("round-robin", options.SelectionStrategy);
        Assert.Equal(1, options.Standbys);
        Assert.Equal(2, options.RequiredAcks);
        Assert.Equal(OutboxFullMode.Reject, options.OutboxFullMode);
        Assert.Equal(TimeSpan.FromMinutes(1), options.MessageTimeout);
        Assert.True(options.AllowInsecure);
        Assert.Equal(new RelayOptions().HoldTime, options.HoldTime);
        Assert.Equal(
            [
                new("eu", new("wss://eu.example/relay"))
                {
                    Region = "eu-west", Priority = 2, Weight = 0.5, MaxConnections = 900,
                },
                new("us", new("wss://us.example/relay")),
            ],
            options.Relays);
    }

    [Fact]
    public void An_empty_number_of_acks_means_automatic()
    {
        Assert.Null(ValidOptions.Configured(("RequiredAcks", "")).RequiredAcks);
    }

    [Fact]
    public void A_section_that_is_not_there_is_named_when_nobody_names_a_relay()
    {
        var options = new RelayOptions();

        RelayOptionsConfiguration.Apply(ValidOptions.Section(), options);

        Assert.Equal(
            ["Relays holds 0 relays; it must hold from 1 to 64. The configuration section 'Relay' is missing or empty."],
            RelayOptionsRules.Check(options));
        Assert.Empty(RelayOptionsRules.Check(ValidOptions.Configured()));
    }

    [Fact]
    public void What_cannot_be_read_and_what_is_no_option_are_violations_that_name_the_key()
    {
        var options = ValidOptions.Configured(
            ("Standby", "1"), ("MaxRetries", "three"), ("HoldTime", "soon"), ("AllowInsecure", "perhaps"),
            ("ReceiveFrom", "Nobody"), ("Relays:0:Weight", "heavy"), ("Relays:0:Id", "d"),
            ("Relays:0:Url", "wss://d.example"), ("Relays:0:Wieght", "1"));

        var violations = RelayOptionsRules.Check(options);

        Assert.Equal(7, violations.Count);
        Assert.Contains("Relay:AllowInsecure is 'perhaps'; it must be true or false.", violations);
        Assert.Contains("Relay:HoldTime is 'soon'; it must be a duration such as 00:00:05 or 0:00:00.25.", violations);
        Assert.Contains("Relay:MaxRetries is 'three'; it must be a whole number such as 10.", violations);
        Assert.Contains("Relay:ReceiveFrom is 'Nobody'; it must be one of All, Primary.", violations);
        Assert.Contains("Relay:Relays:0:Weight is 'heavy'; it must be a number such as 1.5.", violations);
        Assert.Contains(
            "Relay:Relays:0:Wieght is not an option that can be configured; it must be one of Id, Url, Region, " +
            "Priority, Weight, MaxConnections.", violations);
        Assert.Contains(
            violations, violation => violation.StartsWith("Relay:Standby is not an option", StringComparison.Ordinal));
    }

    [Fact]
    public void An_address_that_cannot_be_read_is_refused_and_not_repeated()
    {
        var options = ValidOptions.Configured(("Relays:0:Id", "d"), ("Relays:0:Url", "wss://me:secret@[d"));

        Assert.Equal(
            [
                "Relays[3].Url is no absolute address; it must be an absolute address that begins with wss://, or " +
                    "ws:// on this machine.",
            ],
            RelayOptionsRules.Check(options));
    }

    [Fact]
    public void Every_option_that_a_text_can_express_can_be_configured()
    {
        var defaults = new RelayOptions();
        string[] inCodeOnly = ["LoadBalancer", "TimeProvider", "AccessTokenProvider", "RegionProvider"];
        string[] severalValues = ["Relays", "Directories", "AllowedHosts", "Metadata", "PreferredRegions"];
        var names = typeof(RelayOptions).GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(property => property.CanWrite && !inCodeOnly.Concat(severalValues).Contains(property.Name));

        // The default, written out and read back, is the default: the key is known, and belongs to its own property.
        foreach (var property in names)
        {
            var text = property.Name == nameof(RelayOptions.RequiredAcks) ? "1" : Convert.ToString(
                property.GetValue(defaults), System.Globalization.CultureInfo.InvariantCulture);
            var read = ValidOptions.Configured((property.Name, text));

            Assert.Empty(RelayOptionsRules.Check(read));
            Assert.Equal(text == "1" ? 1 : property.GetValue(defaults), property.GetValue(read));
        }
    }

    [Fact]
    public void Directories_hosts_and_metadata_are_lists_of_their_own()
    {
        var options = ValidOptions.Configured(
            ("EnableAutoDiscovery", "true"), ("DiscoveryInterval", "0:00:10"),
            ("Directories:0", "https://directory.example/api/relays"), ("Directories:1", "Peers"),
            ("Directories:2:Dns", "relays.example"), ("Directories:2:Url", "wss://{dashed}.relays.example/relay"),
            ("Directories:2:Id", "relay-{dashed}"),
            ("AllowedHosts:0", "*.relays.example"), ("AllowedHosts:1", "10.0.0.0/8"),
            ("Metadata:Debug", "true"));

        Assert.Empty(RelayOptionsRules.Check(options));
        Assert.Equal(
            [typeof(HttpRelayDirectory), typeof(PeerRelayDirectory), typeof(DnsRelayDirectory)],
            options.Directories.Select(directory => directory.GetType()));
        Assert.Equal("https://directory.example/api/relays", options.Directories[0].Name);
        Assert.Equal("relay-{dashed}", Assert.IsType<DnsRelayDirectory>(options.Directories[2]).IdTemplate);
        Assert.Equal(["*.relays.example", "10.0.0.0/8"], options.AllowedHosts);
        Assert.True(options.IsDebug());
    }

    [Fact]
    public void A_directory_that_cannot_be_read_is_a_violation_that_names_the_key_and_repeats_no_secret()
    {
        var options = ValidOptions.Configured(
            ("Directories:0", "pears"), ("Directories:1", "https://me:s3cret@directory.example"),
            ("Directories:2:Dns", "relays.example"), ("Directories:3:Host", "relays.example"));

        var violations = RelayOptionsRules.Check(options);

        Assert.Equal(5, violations.Count);
        Assert.StartsWith("Relay:Directories:0 is no directory", violations[0], StringComparison.Ordinal);
        Assert.StartsWith("Relay:Directories:1 is no directory", violations[1], StringComparison.Ordinal);
        Assert.StartsWith("Relay:Directories:2 cannot be used", violations[2], StringComparison.Ordinal);
        Assert.Equal(
            "Relay:Directories:3:Host is not an option that can be configured; it must be one of Dns, Url, Id.", violations[3]);
        Assert.DoesNotContain(violations, violation => violation.Contains("s3cret", StringComparison.Ordinal));
    }
}
