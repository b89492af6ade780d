namespace SolConnect.Relay.Tests.Options;

public class RelayOptionsRulesTests
{
    [Fact]
    public void The_defaults_need_nothing_but_relays()
    {
        Assert.Empty(RelayOptionsRules.Check(ValidOptions.WithRelays("a", "b", "c")));
        Assert.Empty(RelayOptionsRules.Check(ValidOptions.WithRelays("a")));
    }

    [Theory]
    [InlineData("Standbys", "-1", "Standbys is -1; it must be from 0 to 15.")]
    [InlineData("Standbys", "16", "Standbys is 16; it must be from 0 to 15.")]
    [InlineData("RequiredAcks", "0", "RequiredAcks is 0; it must be at least 1, or null for automatic.")]
    [InlineData(
        "ConnectionTimeout", "0:00:00.05", "ConnectionTimeout is 0:00:00.05; it must be from 0:00:00.1 to 0:02:00.")]
    [InlineData("ConnectionTimeout", "5", "ConnectionTimeout is 5:0:00:00; it must be from 0:00:00.1 to 0:02:00.")]
    [InlineData("MaxRetries", "0", "MaxRetries is 0; it must be from 1 to 1000.")]
    [InlineData(
        "DiscoveryInterval", "0:00:00.05", "DiscoveryInterval is 0:00:00.05; it must be from 0:00:00.1 to 1:0:00:00.")]
    [InlineData(
        "HealthCheckInterval", "0:06:00", "HealthCheckInterval is 0:06:00; it must be from 0:00:00.1 to 0:05:00.")]
    [InlineData("OutboxCapacity", "0", "OutboxCapacity is 0; it must be from 1 to 1000000.")]
    [InlineData("OutboxBytes", "1073741825", "OutboxBytes is 1073741825; it must be from 1024 to 1073741824.")]
    [InlineData("OutboxFullMode", "7", "OutboxFullMode is 7; it must be one of Wait, Reject.")]
    [InlineData("MessageTimeout", "0", "MessageTimeout is 0:00:00; it must be from 0:00:00.01 to 1:0:00:00.")]
    [InlineData("MaxMessageBytes", "0", "MaxMessageBytes is 0; it must be from 1 to 16777216.")]
    [InlineData("MaxTopics", "0", "MaxTopics is 0; it must be from 1 to 1000000.")]
    [InlineData("MaxSubscriptions", "0", "MaxSubscriptions is 0; it must be from 1 to 1000000.")]
    [InlineData("MaxProducers", "0", "MaxProducers is 0; it must be from 1 to 1000000.")]
    [InlineData("ReceiveFrom", "5", "ReceiveFrom is 5; it must be one of All, Primary.")]
    [InlineData("OnGap", "5", "OnGap is 5; it must be one of Continue, Fault.")]
    [InlineData("HoldTime", "-0:00:01", "HoldTime is -0:00:01; it must be from 0:00:00 to 0:10:00.")]
    [InlineData("HoldCapacity", "0", "HoldCapacity is 0; it must be from 1 to 1000000.")]
    [InlineData("DrainTimeout", "0:06:00", "DrainTimeout is 0:06:00; it must be from 0:00:00 to 0:05:00.")]
    [InlineData("ClientName", "a\nb", "ClientName contains a control character; it must have none.")]
    [InlineData(
        "SelectionStrategy", "fastest", "SelectionStrategy is 'fastest'; it must be one of weighted, round-robin, " +
        "least-connections, geographic, least-latency, rendezvous, adaptive.")]
    [InlineData(
        "Region", "eu-cental-1", "Region is 'eu-cental-1'; it must be a known cloud region, such as eu-central-1, or the Region of " +
        "one of the Relays. Near that: eu-central-1, eu-central-2, ca-central-1.")]
    [InlineData(
        "PreferredRegions:0", "Frankfurt am Main", "PreferredRegions[0] is 'Frankfurt am Main'; it must be a known cloud region, such " +
        "as eu-central-1, or the Region of one of the Relays.")]
    [InlineData("PreferredRegions", "eu-west-1", "Relay:PreferredRegions is 'eu-west-1'; it must be a list.")]
    public void An_option_out_of_range_is_named_with_its_value_and_what_is_allowed(
        string key, string value, string violation)
    {
        Assert.Equal([violation], RelayOptionsRules.Check(ValidOptions.Configured((key, value))));
    }

    [Theory]
    [InlineData("RequiredAcks=3;Standbys=1", "RequiredAcks is 3; it must be at most 1 + Standbys, which is 2.")]
    [InlineData("RequiredAcks=4;Standbys=5", "RequiredAcks is 4; it must be at most the number of Relays, 3.")]
    [InlineData(
        "RequiredAcks=2;ReceiveFrom=Primary",
        "RequiredAcks is 2; it must be 1 or null while ReceiveFrom is Primary, which is for relays that share one " +
        "log, and one log acknowledges once.")]
    [InlineData(
        "OutboxBytes=4096;MaxMessageBytes=4097",
        "MaxMessageBytes is 4097; it must be at most OutboxBytes, which is 4096, or the largest message would never " +
        "fit.")]
    [InlineData(
        "MaxMessageBytes=5000;MaxReceiveMessageBytes=4999",
        "MaxMessageBytes is 5000; it must be at most MaxReceiveMessageBytes, which is 4999, or clients with these " +
        "options could not read each other.")]
    [InlineData(
        "HoldBytes=100000;MaxReceiveMessageBytes=100001",
        "HoldBytes is 100000; it must be at least MaxReceiveMessageBytes, which is 100001, or the largest message " +
        "could not be held.")]
    public void Options_that_contradict_each_other_are_named_together(string settings, string violation)
    {
        var pairs = settings.Split(';')
            .Select(setting => setting.Split('='))
            .Select(pair => (pair[0], (string?)pair[1]));

        Assert.Equal([violation], RelayOptionsRules.Check(ValidOptions.Configured([.. pairs])));
    }

    [Fact]
    public void What_a_configuration_cannot_express_is_checked_too()
    {
        var options = new RelayOptions
        {
            Relays = null!,
            TimeProvider = null!,
            AffinityKey = null!,
            ClientName = new('é', 65),
        };

        Assert.Equal(
            [
                "Relays holds 0 relays; it must hold from 1 to 64.",
                "TimeProvider is null; it must be a clock, such as TimeProvider.System.",
                "AffinityKey is null; it may be empty.",
                "ClientName has 130 bytes of UTF-8; it must have at most 128.",
            ],
            RelayOptionsRules.Check(options));
    }

    [Fact]
    public void A_region_that_only_a_relay_knows_is_allowed_and_named_once()
    {
        var options = ValidOptions.Configured(
            ("Region", "BASEMENT"), ("PreferredRegions:0", "attic"), ("PreferredRegions:1", "eu-west-1"),
            ("Relays:0:Id", "d"), ("Relays:0:Url", "wss://d.example"), ("Relays:0:Region", "basement"),
            ("Relays:1:Id", "e"), ("Relays:1:Url", "wss://e.example"), ("Relays:1:Region", "attic"));
        Assert.Empty(RelayOptionsRules.Check(options));
        Assert.Equal(["attic", "eu-west-1"], options.PreferredRegions);

        options.PreferredRegions.Add("Attic");
        Assert.Equal(
            ["PreferredRegions[2] is 'Attic', like PreferredRegions[0]; each must be named once."], RelayOptionsRules.Check(options));
        options.PreferredRegions = null!;
        Assert.Equal(
            ["PreferredRegions holds 0 regions; it must hold at most 16, and not be null."], RelayOptionsRules.Check(options));
    }

    [Fact]
    public void A_strategy_of_ones_own_makes_the_name_irrelevant()
    {
        var options = ValidOptions.Configured(("SelectionStrategy", "mine"));
        options.LoadBalancer = new RoundRobinLoadBalancer();

        Assert.Empty(RelayOptionsRules.Check(options));
        Assert.Same(options.LoadBalancer, options.ToLoadBalancer());
    }

    [Fact]
    public void Every_violation_is_in_one_message()
    {
        var options = ValidOptions.Configured(
            ("Standbys", "20"), ("RequiredAcks", "many"),
            ("Relays:0:Id", "a"), ("Relays:0:Url", "wss://other.example"));

        var exception = Assert.Throws<RelayOptionsException>(() => RelayOptionsValidator.Accept(options));

        Assert.Equal(3, exception.Violations.Count);
        Assert.All(
            exception.Violations, sentence => Assert.Contains(sentence, exception.Message, StringComparison.Ordinal));
        Assert.Contains("Standbys is 20", exception.Message, StringComparison.Ordinal);
        Assert.Contains("Relay:RequiredAcks is 'many'", exception.Message, StringComparison.Ordinal);
        Assert.Contains("Relays[3].Id is 'a'", exception.Message, StringComparison.Ordinal);
        Assert.Equal("options", exception.ParamName);
    }
}
