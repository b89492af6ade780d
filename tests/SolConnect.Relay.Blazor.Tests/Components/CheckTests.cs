using Bunit;
using Microsoft.Extensions.DependencyInjection;

namespace SolConnect.Relay.Blazor.Tests.Components;

/// <summary>The button that checks every relay now.</summary>
public class CheckTests : BunitContext
{
    public CheckTests()
    {
        Services.AddSingleton<TimeProvider>(new ManualTimeProvider());
        DefaultWaitTimeout = Patience.Limit;
    }

    [Fact]
    public async Task Every_relay_is_looked_at_and_what_came_of_it_is_told()
    {
        await using var fleet = await RelayFleet.StartAsync(3);
        await using var transport = await fleet.ConnectAsync();
        var status = RenderStatus(transport);

        ButtonOf(status).Click();

        status.WaitForAssertion(() => Assert.Contains(
            "3 of 3 relays answered", status.Find(".notice[role=status]").TextContent, StringComparison.Ordinal));
        Assert.Equal("false", ButtonOf(status).GetAttribute("aria-disabled"));
    }

    [Fact]
    public async Task Offline_it_tells_why_no_relay_answers()
    {
        await using var fleet = await RelayFleet.StartAsync(2);
        await using var transport = await fleet.ConnectAsync();
        await fleet.KillAllAsync();
        await transport.WaitForStateAsync(TransportState.Offline);
        var status = RenderStatus(transport);

        ButtonOf(status).Click();

        status.WaitForAssertion(() => Assert.Contains(
            "No relay answered. relay-0: TCP cannot connect",
            status.Find(".notice[role=alert]").TextContent,
            StringComparison.Ordinal));
    }

    [Fact]
    public async Task While_it_is_under_way_it_says_so_and_is_not_started_again()
    {
        await using var hanging = new FakeRelay("hanging", static connection => connection.HangAsync());
        await using var transport = new RelayWebSocketTransport(new() { Relays = [hanging.Endpoint], DrainTimeout = TimeSpan.Zero });
        var connecting = transport.ConnectAsync();
        await transport.WaitForStateAsync(TransportState.Connecting);
        var status = RenderStatus(transport);
        var button = ButtonOf(status);

        button.Click();
        button.Click();

        Assert.Equal(("Checking…", "true"), (button.TextContent.Trim(), button.GetAttribute("aria-disabled")));
        await DisposeComponentsAsync();
        await transport.DisposeAsync();
        await Assert.ThrowsAnyAsync<Exception>(() => connecting);
    }

    [Fact]
    public async Task Not_connected_it_does_nothing_and_says_why()
    {
        await using var transport = new RelayWebSocketTransport(new() { Relays = [new("a", new("ws://127.0.0.1:1/relay"))] });
        var button = ButtonOf(RenderStatus(transport));

        button.Click();

        Assert.Equal(("true", "The transport is not connected."), (button.GetAttribute("aria-disabled"), button.GetAttribute("title")));
        Assert.Equal("Check health now", button.TextContent.Trim());
    }

    private IRenderedComponent<RelayStatus> RenderStatus(RelayWebSocketTransport transport) =>
        Render<RelayStatus>(parameters => parameters.Add(component => component.Transport, transport));

    private static AngleSharp.Dom.IElement ButtonOf(IRenderedComponent<RelayStatus> status) => status.Find(".top button");
}
