using Bunit;
using Microsoft.Extensions.DependencyInjection;

namespace SolConnect.Relay.Blazor.Tests.Components;

/// <summary>The buttons that make another relay the primary.</summary>
public class SwitchTests : BunitContext
{
    private readonly ManualTimeProvider _clock = new();

    public SwitchTests()
    {
        Services.AddSingleton<TimeProvider>(_clock);
        DefaultWaitTimeout = Patience.Limit;
    }

    [Fact]
    public async Task A_standby_becomes_the_primary()
    {
        await using var fleet = await RelayFleet.StartAsync(3);
        await using var transport = await fleet.ConnectAsync();
        var standby = fleet.Relays.First(relay => relay != fleet.PrimaryOf(transport)).Id;
        var status = Render<RelayStatus>(parameters => parameters.Add(component => component.Transport, transport));

        status.Find($"button[aria-label='Make {standby} the primary']").Click();

        status.WaitForAssertion(() => Assert.Contains(
            $"{standby} is the primary now.", status.Find(".notice[role=status]").TextContent, StringComparison.Ordinal));
        Assert.Equal(standby, fleet.PrimaryOf(transport).Id);
        Assert.Equal(standby, status.Find("tr.primary .id").TextContent);
    }

    [Fact]
    public async Task A_relay_that_has_died_meanwhile_is_an_error_and_the_page_lives_on()
    {
        await using var fleet = await RelayFleet.StartAsync(3);
        await using var transport = await fleet.ConnectAsync();
        var events = new EventRecorder(transport);
        var standby = fleet.Relays.First(relay => relay != fleet.PrimaryOf(transport));
        var status = Render<RelayStatus>(parameters => parameters.Add(component => component.Transport, transport));

        // The clock stands still, so the page does not know of it yet.
        await standby.KillAsync();
        await events.WaitForAsync<ConnectionClosedEventArgs>(closed => closed.Relay.Id == standby.Id);
        status.Find($"button[aria-label='Make {standby.Id} the primary']").Click();

        status.WaitForAssertion(() => Assert.Contains(
            standby.Id, status.Find(".notice[role=alert]").TextContent, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_primary_has_a_button_that_does_nothing_and_says_why()
    {
        await using var fleet = await RelayFleet.StartAsync(2);
        await using var transport = await fleet.ConnectAsync();
        var primary = fleet.PrimaryOf(transport).Id;
        var status = Render<RelayStatus>(parameters => parameters.Add(component => component.Transport, transport));
        var button = status.Find($"button[aria-label='Make {primary} the primary']");

        button.Click();

        Assert.Equal(("true", "It is the primary."), (button.GetAttribute("aria-disabled"), button.GetAttribute("title")));
        Assert.Empty(status.FindAll(".notice"));
    }

    [Fact]
    public async Task Without_actions_there_is_no_button()
    {
        await using var fleet = await RelayFleet.StartAsync(2);
        await using var transport = await fleet.ConnectAsync();

        var status = Render<RelayStatus>(parameters => parameters
            .Add(component => component.Transport, transport)
            .Add(component => component.ShowActions, false));

        Assert.Empty(status.FindAll("button"));
        Assert.DoesNotContain(status.FindAll("th[scope=col]"), header => header.TextContent == "Action");
    }
}
