using SolConnect.Relay.Server;
using SolConnect.Relay.TestKit;

namespace SolConnect.Relay.Functional.Tests.Authentication;

/// <summary>What operators are shown about tokens does what the page says.</summary>
public sealed class OperatingExampleTests
{
    [Fact]
    public async Task A_known_token_publishes_under_its_own_name_and_an_unknown_one_is_refused()
    {
        var users = new OperatingExample.Users(new OperatingExample.User("ann", "token-of-ann", DateTimeOffset.UtcNow.AddHours(1)));
        await using var relay = await EmbeddedRelay.StartAsync(
            new() { Id = "eu-1", Configure = options => OperatingExample.Configure(options, users) });
        await using var ann = With(relay, "token-of-ann");
        await using var nobody = With(relay, "token-of-nobody");
        await ann.ConnectAsync();

        Assert.Equal(1, (await ann.SendTextAsync("from/ann/news", "hello")).Acks);
        await Assert.ThrowsAsync<MessageRejectedException>(async () => await ann.SendTextAsync("from/ben/news", "hello"));
        var refusal = await Assert.ThrowsAsync<TransportFaultedException>(() => nobody.ConnectAsync());
        Assert.IsType<RelayAuthenticationException>(refusal.InnerException);
    }

    [Fact]
    public void The_example_that_is_run_here_is_the_one_on_the_page()
    {
        var compiled = File.ReadAllLines(
            Path.Combine(Repository.Root, "tests/SolConnect.Relay.Functional.Tests/Authentication/OperatingExample.cs"));
        var first = Array.FindIndex(compiled, line => line.Contains("options.Id", StringComparison.Ordinal));
        var body = string.Join('\n', compiled[first..^2].Select(line => line[4..]));

        var page = File.ReadAllText(Path.Combine(Repository.Root, "docs/operating.md")).ReplaceLineEndings("\n");

        Assert.Contains($"services.AddRelayServer(options =>\n{{\n{body}\n}});", page, StringComparison.Ordinal);
    }

    private static RelayWebSocketTransport With(EmbeddedRelay relay, string token) => new(new RelayOptions
    {
        Relays = [relay.Endpoint],
        AccessTokenProvider = (_, _) => new(token),
    });
}
