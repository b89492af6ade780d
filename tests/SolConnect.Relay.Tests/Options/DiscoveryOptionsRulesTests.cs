namespace SolConnect.Relay.Tests.Options;

public sealed class DiscoveryOptionsRulesTests
{
    [Fact]
    public void Relays_may_be_left_to_directories()
    {
        var options = new RelayOptions
        {
            EnableAutoDiscovery = true,
            RequiredAcks = 2,
            Directories = [new HttpRelayDirectory(new("https://directory.example/api/relays"))],
        };

        Assert.Empty(RelayOptionsRules.Check(options));

        options.EnableAutoDiscovery = false;
        Assert.Contains("Relays holds 0 relays; it must hold from 1 to 64.", RelayOptionsRules.Check(options));
    }

    [Fact]
    public void Peers_alone_name_no_first_relay()
    {
        const string Violation = "Relays holds 0 relays and no directory can name the first one; Relays must hold at least " +
            "1, or Directories another one than peers.";

        Assert.Equal([Violation], RelayOptionsRules.Check(new() { EnableAutoDiscovery = true }));
        Assert.Equal(
            [Violation], RelayOptionsRules.Check(new() { EnableAutoDiscovery = true, Directories = [new PeerRelayDirectory()] }));
    }

    [Theory]
    [InlineData("DiscoveryInterval", "0:00:00.05", "DiscoveryInterval is 0:00:00.05; it must be from 0:00:00.1 to 1:0:00:00.")]
    [InlineData("DiscoveryInterval", "2.00:00:00", "DiscoveryInterval is 2:0:00:00; it must be from 0:00:00.1 to 1:0:00:00.")]
    [InlineData(
        "Directories:0", "http://directory.example/api/relays?key=1",
        "Directories[0] is 'http://directory.example/api/relays', which is not encrypted; it must begin with https://, " +
        "unless it is on this machine or AllowInsecure is set.")]
    [InlineData(
        "AllowedHosts:0", "",
        "AllowedHosts[0] is empty; it must be a host name, '*.' and a domain, an address or a network such as 10.0.0.0/8.")]
    [InlineData(
        "AllowedHosts:0", "https://relay.example",
        "AllowedHosts[0] is 'https://relay.example', which is no network; it must be a host name, '*.' and a domain, an " +
        "address or a network such as 10.0.0.0/8.")]
    [InlineData(
        "AllowedHosts:0", "relay.example:443",
        "AllowedHosts[0] is 'relay.example:443'; it must be a host name, '*.' and a domain, an address or a network such " +
        "as 10.0.0.0/8, without scheme, port and path.")]
    [InlineData(
        "AllowedHosts:0", "10.0.0.0/33",
        "AllowedHosts[0] is '10.0.0.0/33', which is no network; it must be a host name, '*.' and a domain, an address or a " +
        "network such as 10.0.0.0/8.")]
    [InlineData("Metadata:debug", "loud", "Metadata:debug is 'loud'; it must be true or false.")]
    public void What_is_out_of_range_is_named(string key, string value, string violation)
    {
        Assert.Equal([violation], RelayOptionsRules.Check(ValidOptions.Configured((key, value))));
    }

    [Theory]
    [InlineData("http://127.0.0.1:5080/api/relays", false)]
    [InlineData("http://directory.example/api/relays", true)]
    public void A_directory_may_be_insecure_where_relays_may(string url, bool allowInsecure)
    {
        var options = ValidOptions.Configured(("Directories:0", url), ("AllowInsecure", $"{allowInsecure}"));

        Assert.Empty(RelayOptionsRules.Check(options));
    }

    [Fact]
    public void What_a_configuration_cannot_express_is_checked_too()
    {
        var options = ValidOptions.WithRelays("a");
        options.Directories = [null!, new PeerRelayDirectory(), new PeerRelayDirectory()];
        options.AllowedHosts = null!;
        options.Metadata = null!;

        Assert.Equal(
            [
                "Metadata holds nothing; it must be a table of at most 32, which may be empty.",
                "Directories[0] is null; it must be a directory.",
                "Directories holds more than one PeerRelayDirectory; it must hold at most one.",
                "AllowedHosts holds nothing; it must be a list of at most 64, which may be empty.",
            ],
            RelayOptionsRules.Check(options));
    }

    [Fact]
    public void Metadata_is_small_and_not_repeated()
    {
        var options = ValidOptions.WithRelays("a");
        options.Metadata["note"] = new('s', 257);

        Assert.Equal(
            ["Metadata holds a name or value that is null or longer than 256 characters."], RelayOptionsRules.Check(options));
    }

    [Theory]
    [InlineData("DEVELOPMENT", null, 500)]
    [InlineData(null, "Development", 500)]
    [InlineData("Staging", "Development", 10_000)]
    [InlineData(null, null, 10_000)]
    [InlineData("", " ", 10_000)]
    public void The_environment_of_the_process_is_read_as_hosts_read_it(string? dotnet, string? aspnet, int drainMilliseconds)
    {
        var before = (Read("DOTNET_ENVIRONMENT"), Read("ASPNETCORE_ENVIRONMENT"));
        try
        {
            Set(dotnet, aspnet);

            Assert.Equal(TimeSpan.FromMilliseconds(drainMilliseconds), RelayOptions.ForEnvironment().DrainTimeout);
        }
        finally
        {
            Set(before.Item1, before.Item2);
        }
    }

    [Fact]
    public void A_copy_does_not_see_later_changes_of_any_list_and_has_peers_of_its_own()
    {
        var options = ValidOptions.WithRelays("a");
        (options.EnableAutoDiscovery, options.Directories) = (true, [new PeerRelayDirectory(), new StaticRelayDirectory()]);

        var copy = RelayOptionsValidator.Accept(options);
        options.Directories.Clear();
        options.AllowedHosts.Add("late.example");
        options.Metadata["late"] = "1";

        Assert.Equal(2, copy.Directories.Count);
        Assert.Empty(copy.AllowedHosts);
        Assert.Empty(copy.Metadata);
        var (one, two) = (copy.ToDirectories(), copy.ToDirectories());
        Assert.NotSame(one[0], two[0]);
        Assert.Same(one[1], two[1]);
    }

    private static string? Read(string variable) => Environment.GetEnvironmentVariable(variable);

    private static void Set(string? dotnet, string? aspnet)
    {
        Environment.SetEnvironmentVariable("DOTNET_ENVIRONMENT", dotnet);
        Environment.SetEnvironmentVariable("ASPNETCORE_ENVIRONMENT", aspnet);
    }
}
