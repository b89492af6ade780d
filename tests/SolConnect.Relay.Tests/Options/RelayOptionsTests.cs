namespace SolConnect.Relay.Tests.Options;

public class RelayOptionsTests
{
    public static TheoryData<string> Presets =>
        ["Development", "Production", "LowLatency", "Mobile"];

    [Theory]
    [MemberData(nameof(Presets))]
    public void A_preset_with_relays_is_valid(string name)
    {
        var options = Preset(name);
        options.Relays = ValidOptions.WithRelays("a", "b", "c").Relays;

        Assert.Empty(RelayOptionsRules.Check(options));
    }

    [Theory]
    [MemberData(nameof(Presets))]
    public void A_client_with_a_preset_meets_clients_with_the_defaults(string name)
    {
        var (preset, defaults) = (Preset(name), new RelayOptions());

        // Both sides work out a topic's relays from these; different values would part them.
        Assert.Equal(defaults.Standbys, preset.Standbys);
        Assert.Equal(defaults.AffinityKey, preset.AffinityKey);
        // And each must be able to read what the other may send.
        Assert.True(preset.MaxReceiveMessageBytes >= defaults.MaxMessageBytes);
        Assert.True(defaults.MaxReceiveMessageBytes >= preset.MaxMessageBytes);
    }

    [Theory]
    [InlineData("Development", 500)]
    [InlineData("development", 500)]
    [InlineData("Production", 10_000)]
    [InlineData("Staging", 10_000)]
    [InlineData("qa-7", 10_000)]
    public void An_environment_that_is_not_development_is_treated_like_production(string name, int drainMilliseconds)
    {
        Assert.Equal(TimeSpan.FromMilliseconds(drainMilliseconds), RelayOptions.ForEnvironment(name).DrainTimeout);
    }

    [Fact]
    public void An_environment_needs_a_name()
    {
        Assert.Throws<ArgumentException>(() => RelayOptions.ForEnvironment(" "));
    }

    [Fact]
    public void The_accepted_copy_does_not_see_later_changes()
    {
        var options = ValidOptions.WithRelays("a", "b");

        var copy = RelayOptionsValidator.Accept(options);
        options.Standbys = 9;
        options.Relays.Clear();

        Assert.NotSame(options, copy);
        Assert.Equal(2, copy.Standbys);
        Assert.Equal(["a", "b"], copy.Relays.Select(relay => relay.Id));
    }

    [Fact]
    public void The_machine_gets_every_option_that_it_has()
    {
        var options = ValidOptions.Configured(
            ("Standbys", "1"), ("RequiredAcks", "2"), ("OutboxCapacity", "11"), ("OutboxBytes", "2048"),
            ("MessageTimeout", "0:00:12"), ("MaxMessageBytes", "13"), ("MaxReceiveMessageBytes", "14"),
            ("MaxTopics", "15"), ("MaxSubscriptions", "16"), ("MaxProducers", "17"), ("HoldTime", "0:00:18"),
            ("HoldCapacity", "19"), ("HoldBytes", "2000"), ("OnGap", "Fault"), ("ReceiveFrom", "Primary"),
            ("ConnectionTimeout", "0:00:01.5"),
            ("HealthCheckInterval", "0:00:21"), ("MaxRetries", "22"), ("DiscoveryInterval", "0:00:23"), ("AffinityKey", "key"), ("ClientName", "me"));

        var session = options.ToSessionOptions();

        Assert.Equal(
            new()
            {
                Standbys = 1,
                RequiredAcks = 2,
                OutboxCapacity = 11,
                OutboxBytes = 2048,
                MessageTimeout = TimeSpan.FromSeconds(12),
                MaxMessageBytes = 13,
                MaxReceiveMessageBytes = 14,
                MaxTopics = 15,
                MaxSubscriptions = 16,
                MaxProducers = 17,
                HoldTime = TimeSpan.FromSeconds(18),
                HoldCapacity = 19,
                HoldBytes = 2000,
                OnGap = GapPolicy.Fault,
                ReceiveFrom = ReceiveMode.Primary,
                HelloTimeout = TimeSpan.FromSeconds(1.5),
                HealthCheckInterval = TimeSpan.FromSeconds(21),
                MaxRetries = 22,
                DiscoveryInterval = TimeSpan.FromSeconds(23),
                AffinityKey = "key",
                ClientName = "me",
            },
            session);
    }

    [Fact]
    public void The_defaults_are_the_machines_defaults()
    {
        Assert.Equal(new(), new RelayOptions().ToSessionOptions());
    }

    private static RelayOptions Preset(string name) => name switch
    {
        "Development" => RelayOptions.Development(),
        "Production" => RelayOptions.Production(),
        "LowLatency" => RelayOptions.LowLatency(),
        "Mobile" => RelayOptions.Mobile(),
        _ => throw new ArgumentException($"No preset is called '{name}'.", nameof(name)),
    };
}
