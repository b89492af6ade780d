using Microsoft.Extensions.Options;

namespace SolConnect.Relay.Server.Tests.Options;

public sealed class RelayServerOptionsTests
{
    [Fact]
    public void The_defaults_need_only_an_id()
    {
        Assert.Empty(Failures(_ => { }));
        Assert.Equal(
            ["Id: '' is no relay id. It has 1 to 64 characters out of letters, digits, '-', '_', '.' and ':'."],
            Failures(options => options.Id = ""));
    }

    [Fact]
    public void Everything_that_is_wrong_is_told_at_once_with_its_key()
    {
        var failures = Failures(options =>
        {
            options.Id = "no spaces";
            options.Region = new('r', 65);
            options.PublicUrl = new("https://example.com");
            options.Weight = 0;
            options.Peers.Add(new("b", new("ws://b")));
            options.Peers.Add(new("b", new("http://b")));
            options.AllowedOrigins.Add("https://app.example.com/path");
            options.ShutdownGrace = TimeSpan.FromSeconds(26);
            options.MaxConnections = 0;
            options.HealthPath = "health";
        });

        string[] keys =
        [
            "Id", "Region", "PublicUrl", "Weight", "AllowedOrigins[0]", "Peers[1]", "Peers[1]", "ShutdownGrace",
            "MaxConnections", "HealthPath",
        ];
        Assert.Equal(keys, failures.Select(failure => failure.Split(':')[0]));
    }

    [Theory]
    [InlineData(1025, 1025, 2050, 2050, "")]
    [InlineData(1025, 1024, 2050, 2050, "MaxInFlightBytes: 1024 is not from 1025 (at least MaxMessageBytes) to 1073741824.")]
    [InlineData(1025, 1025, 2049, 2049,
        "RetentionBytes: 2049 is not from 2050 (at least twice MaxMessageBytes) to 1099511627776.")]
    [InlineData(1025, 1025, 4000, 3999,
        "MaxLogBytes: 3999 is not from 4000 (at least RetentionBytes) to 9223372036854775807.")]
    public void Limits_that_depend_on_each_other_are_checked_together(
        int message, long inFlight, long retention, long all, string failure)
    {
        var failures = Failures(options =>
        {
            options.MaxMessageBytes = message;
            options.MaxInFlightBytes = inFlight;
            options.RetentionBytes = retention;
            options.MaxLogBytes = all;
        });

        Assert.Equal(failure.Length == 0 ? [] : [failure], failures);
    }

    [Fact]
    public void What_limits_authenticated_clients_has_its_range()
    {
        var failures = Failures(options =>
        {
            options.TokenExpirySpread = TimeSpan.FromMinutes(6);
            options.MaxConnectionsPerSubject = 0;
            options.MaxMessagesPerSecond = 0;
            options.MaxBytesPerSecond = options.MaxMessageBytes - 1;
        });

        string[] keys = ["TokenExpirySpread", "MaxConnectionsPerSubject", "MaxMessagesPerSecond", "MaxBytesPerSecond"];
        Assert.Equal(keys, failures.Select(failure => failure.Split(':')[0]));
    }

    [Fact]
    public async Task A_relay_with_wrong_options_does_not_start()
    {
        var failure = await Assert.ThrowsAsync<OptionsValidationException>(
            () => EmbeddedRelay.StartAsync(new() { Id = "", Configure = options => options.MaxTopics = -1 }));

        Assert.Contains("Id:", failure.Message, StringComparison.Ordinal);
        Assert.Contains("MaxTopics: -1", failure.Message, StringComparison.Ordinal);
    }

    private static IEnumerable<string> Failures(Action<RelayServerOptions> configure)
    {
        var options = new RelayServerOptions { Id = "relay-a" };
        configure(options);
        return new RelayServerOptionsValidator().Validate(null, options).Failures ?? [];
    }
}
