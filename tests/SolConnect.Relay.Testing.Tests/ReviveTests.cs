using SolConnect.Relay.TestKit;

namespace SolConnect.Relay.Testing.Tests;

/// <summary>Relays that come back, with what they had or without.</summary>
public sealed class ReviveTests
{
    private static readonly SubscriptionOptions FromEarliest = new() { Start = SubscriptionStart.Earliest };

    [Fact]
    public async Task With_its_log_a_relay_still_has_every_message()
    {
        await using var fleet = await RelayFleet.StartAsync(1);
        var log = fleet.Relays[0].Log;
        await using (var sender = await fleet.ConnectAsync())
        {
            await sender.SendNumbersAsync("numbers", 1, 10);
        }

        await fleet.Relays[0].KillAsync();
        await fleet.Relays[0].ReviveAsync();

        Assert.Equal(log, fleet.Relays[0].Log);
        await using var reader = await fleet.ConnectAsync();
        await using var numbers = await reader.SubscribeAsync("numbers", FromEarliest);
        Assert.Equal(Fleets.Numbers(1, 10), await numbers.TakeTextsAsync(10));
    }

    [Fact]
    public async Task Empty_it_has_another_log_and_none_of_them()
    {
        await using var fleet = await RelayFleet.StartAsync(1);
        var log = fleet.Relays[0].Log;
        await using (var sender = await fleet.ConnectAsync())
        {
            await sender.SendNumbersAsync("numbers", 1, 10);
        }

        await fleet.Relays[0].ReviveAsync(empty: true);

        Assert.NotEqual(log, fleet.Relays[0].Log);
        await using var other = await fleet.ConnectAsync();
        await using var numbers = await other.SubscribeAsync("numbers", FromEarliest);
        await other.SendNumbersAsync("numbers", 11, 11);
        Assert.Equal(["11"], await numbers.TakeTextsAsync(1));
    }

    [Fact]
    public async Task The_death_of_all_relays_is_an_outage_and_no_loss()
    {
        await using var fleet = await RelayFleet.StartAsync(2);
        await using var transport = await fleet.ConnectAsync();
        await using var numbers = await transport.SubscribeAsync("numbers");
        await transport.SendNumbersAsync("numbers", 1, 5);

        await fleet.KillAllAsync();
        await TransportTestExtensions.WaitForStateAsync(transport, TransportState.Offline);
        var waiting = transport.SendNumbersAsync("numbers", 6, 10);
        await fleet.ReviveAllAsync();

        await waiting.WithinPatienceAsync("the receipts");
        Assert.Equal(Fleets.Numbers(1, 10), await numbers.TakeTextsAsync(10));
    }

    [Fact]
    public async Task It_comes_back_without_faults()
    {
        await using var fleet = await RelayFleet.StartAsync(1);
        fleet.Relays[0].Blackhole();
        fleet.Relays[0].DropAcks();

        await fleet.Relays[0].ReviveAsync();

        await using var transport = await fleet.ConnectAsync();
        var receipt = await transport.SendTextAsync("numbers", "1");
        Assert.Equal(1, receipt.Acks);
    }

    [Fact]
    public async Task Killing_and_stopping_twice_does_nothing()
    {
        await using var fleet = await RelayFleet.StartAsync(1);

        await fleet.Relays[0].KillAsync();
        await fleet.Relays[0].KillAsync();
        await fleet.Relays[0].StopAsync();

        Assert.Equal((false, 0), (fleet.Relays[0].IsRunning, fleet.Relays[0].Connections));
    }
}
