using SolConnect.Relay.TestKit;

namespace SolConnect.Relay.Functional.Tests.BadInput;

/// <summary>Options that cannot work are refused before anything is dialled.</summary>
public sealed class OptionsTests
{
    [Fact]
    public void Options_that_contradict_each_other_fail_at_construction_with_every_violation_in_one_message()
    {
        var options = new RelayOptions
        {
            Relays = [new("a", new Uri("ws://127.0.0.1:1/relay")), new("a", new Uri("ws://relay.example.com/relay"))],
            Standbys = 0,
            RequiredAcks = 3,
            MaxMessageBytes = 2 * 1024 * 1024,
            OutboxBytes = 1024 * 1024,
            HoldBytes = 1024,
            SelectionStrategy = "lucky",
            MessageTimeout = TimeSpan.Zero,
            OutboxFullMode = (OutboxFullMode)7,
        };

        var error = Assert.Throws<RelayOptionsException>(() => new RelayWebSocketTransport(options));

        string[] named =
        [
            "Relays[1].Id", "Relays[1].Url", "RequiredAcks is 3; it must be at most 1 + Standbys",
            "RequiredAcks is 3; it must be at most the number of Relays", "at most OutboxBytes",
            "at most MaxReceiveMessageBytes", "HoldBytes", "SelectionStrategy", "MessageTimeout", "OutboxFullMode",
        ];
        Assert.All(named, part => Assert.Contains(part, error.Message, StringComparison.Ordinal));
        Assert.Equal(named.Length, error.Violations.Count);
        Assert.All(error.Violations, violation => Assert.Contains(violation, error.Message, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Options_that_change_after_construction_change_nothing()
    {
        await using var fleet = await RelayFleet.StartAsync(2);
        var options = fleet.Options();
        await using var transport = new RelayWebSocketTransport(options);

        options.Relays.Clear();
        options.MaxMessageBytes = 1;
        await transport.ConnectAsync();
        await transport.WaitForStateAsync(TransportState.Connected);

        Assert.Equal(2, (await transport.SendTextAsync("topic", "more than one byte")).Acks);
    }
}
