using AngleSharp.Dom;
using Bunit;
using Microsoft.Extensions.DependencyInjection;
using NSubstitute;

namespace SolConnect.Relay.Blazor.Tests.Components;

public class RelayStatusTests : BunitContext
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    private readonly ManualTimeProvider _clock = new();
    private readonly IMessageTransport _transport = Substitute.For<IMessageTransport>();

    public RelayStatusTests()
    {
        Services.AddSingleton<TimeProvider>(_clock);
        DefaultWaitTimeout = Patience.Limit;
    }

    [Fact]
    public void Without_a_transport_it_says_that_there_is_nothing_to_show()
    {
        var status = Render<RelayStatus>();

        Assert.Equal("No transport", BadgeOf(status));
        Assert.Empty(status.FindAll("table"));
    }

    [Fact]
    public async Task Before_the_transport_connects_no_relay_is_bad_news()
    {
        await using var transport = new RelayWebSocketTransport(new() { Relays = [new("a", new("ws://127.0.0.1:1/relay"))] });

        var status = RenderStatus(transport);

        Assert.Equal("Not connected", BadgeOf(status));
        Assert.Equal("–disconnected", status.Find("tbody .badge.idle").TextContent);
        Assert.Equal("Primary none", status.Find(".facts li").TextContent);
        Assert.Equal("true", status.Find("button").GetAttribute("aria-disabled"));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task Connected_it_shows_every_relay_and_its_numbers(int count)
    {
        await using var fleet = await RelayFleet.StartAsync(count);
        await using var transport = await fleet.ConnectAsync();
        var primary = fleet.PrimaryOf(transport).Id;

        var status = RenderStatus(transport);

        Assert.Equal("Connected", BadgeOf(status));
        Assert.Equal(fleet.Relays.Select(relay => relay.Id), status.FindAll("tbody th .id").Select(id => id.TextContent));
        Assert.Equal(primary, status.Find("tr.primary .id").TextContent);
        Assert.Equal(count, status.FindAll("[role=meter]").Count);
        Assert.Equal($"Primary {primary}", status.Find(".facts li").TextContent);
    }

    [Fact]
    public async Task It_follows_the_transport_offline()
    {
        await using var fleet = await RelayFleet.StartAsync(2);
        await using var transport = await fleet.ConnectAsync();
        var events = new EventRecorder(transport);
        var status = RenderStatus(transport);

        await fleet.KillAllAsync();
        await events.WaitForAsync<TransportStateChangedEventArgs>(change => change.NewState == TransportState.Offline);
        _clock.Advance(Interval);

        status.WaitForAssertion(() => Assert.Equal("Offline", BadgeOf(status)));
        Assert.Contains("Reason: ", status.Markup, StringComparison.Ordinal);
        Assert.StartsWith("Offline.", status.Find("[aria-live=polite]").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Faulted_it_says_what_to_do_and_why()
    {
        var status = RenderStatus(_transport);

        Change(TransportState.Faulted, "every relay refused the token");
        _clock.Advance(Interval);

        status.WaitForAssertion(() => Assert.Equal("Faulted", BadgeOf(status)));
        Assert.Contains("the program needs a new transport", status.Markup, StringComparison.Ordinal);
        Assert.Contains("every relay refused the token", status.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void However_much_happens_it_is_drawn_once_an_interval()
    {
        var status = RenderStatus(_transport);
        var drawn = status.RenderCount;

        for (var number = 0; number < 100; number++)
        {
            Change(number % 2 == 0 ? TransportState.Degraded : TransportState.Connected, "back and forth");
        }

        _clock.Advance(Interval - TimeSpan.FromMilliseconds(1));
        Assert.Equal(drawn, status.RenderCount);

        _clock.Advance(TimeSpan.FromMilliseconds(1));
        status.WaitForState(() => status.RenderCount > drawn);
        Assert.Equal(drawn + 1, status.RenderCount);
    }

    [Fact]
    public async Task Removed_from_the_page_it_listens_and_looks_no_more()
    {
        RenderStatus(_transport);
        _transport.Received(1).StateChanged += Arg.Any<EventHandler<TransportStateChangedEventArgs>>();

        await DisposeComponentsAsync();
        _transport.Received(1).StateChanged -= Arg.Any<EventHandler<TransportStateChangedEventArgs>>();
        _transport.ClearReceivedCalls();
        _clock.Advance(TimeSpan.FromMinutes(1));

        Assert.Empty(_transport.ReceivedCalls());
    }

    [Fact]
    public void Given_another_transport_it_leaves_the_first()
    {
        var status = RenderStatus(_transport);
        var second = Substitute.For<IMessageTransport>();
        second.State.Returns(TransportState.Connecting);

        status.Render(parameters => parameters.Add(component => component.Transport, second));

        _transport.Received(1).StateChanged -= Arg.Any<EventHandler<TransportStateChangedEventArgs>>();
        Assert.Equal("Connecting", BadgeOf(status));
    }

    [Fact]
    public async Task A_history_shows_what_happened_before_and_outlives_the_page()
    {
        using var history = new RelayHistory(_transport, _clock);
        Change(TransportState.Offline, "the cable was out");
        Change(TransportState.Connected, "it is in again");

        var status = Render<RelayStatus>(parameters => parameters
            .Add(component => component.Transport, _transport)
            .Add(component => component.History, history));
        Assert.Contains("the cable was out", status.Find("time").Closest("tr")!.TextContent, StringComparison.Ordinal);

        await DisposeComponentsAsync();
        Change(TransportState.Offline, "out again");
        Assert.Equal(2, history.Entries.Count);
    }

    [Fact]
    public void A_history_of_another_transport_is_refused()
    {
        using var history = new RelayHistory(Substitute.For<IMessageTransport>());

        var error = Assert.Throws<ArgumentException>(() => Render<RelayStatus>(parameters => parameters
            .Add(component => component.Transport, _transport)
            .Add(component => component.History, history)));

        Assert.Contains("History", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(99)]
    [InlineData(60_001)]
    public void An_interval_outside_of_its_range_is_refused(double milliseconds) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Render<RelayStatus>(parameters => parameters
            .Add(component => component.UpdateInterval, TimeSpan.FromMilliseconds(milliseconds))));

    [Fact]
    public async Task Compact_it_has_no_tables_and_no_buttons()
    {
        await using var fleet = await RelayFleet.StartAsync(3);
        await using var transport = await fleet.ConnectAsync();

        var status = Render<RelayStatus>(parameters => parameters
            .Add(component => component.Transport, transport)
            .Add(component => component.Layout, RelayStatusLayout.Compact));

        Assert.Empty(status.FindAll("table, button, dl"));
        Assert.Equal(3, status.FindAll(".chips li").Count);
    }

    [Theory]
    [InlineData(RelayStatusTheme.Auto, "relays auto full relay-status")]
    [InlineData(RelayStatusTheme.Light, "relays light full relay-status")]
    [InlineData(RelayStatusTheme.Dark, "relays dark full relay-status")]
    public void The_callers_class_and_attributes_are_on_the_outermost_element(RelayStatusTheme theme, string classes)
    {
        var status = Render<RelayStatus>(parameters => parameters
            .Add(component => component.Theme, theme)
            .Add(component => component.Class, "relay-status")
            .AddUnmatched("id", "status"));

        var root = status.Find("section");
        Assert.Equal(classes, root.ClassName);
        Assert.Equal("status", root.Id);
        Assert.Equal("Relay status", root.GetAttribute("aria-label"));
    }

    private IRenderedComponent<RelayStatus> RenderStatus(IMessageTransport transport) =>
        Render<RelayStatus>(parameters => parameters.Add(component => component.Transport, transport));

    private void Change(TransportState state, string reason)
    {
        var before = _transport.State;
        _transport.State.Returns(state);
        _transport.StateChanged += Raise.Event<EventHandler<TransportStateChangedEventArgs>>(
            _transport, new TransportStateChangedEventArgs(before, state, reason));
    }

    private static string BadgeOf(IRenderedComponent<RelayStatus> status) => status.Find(".state .badge").LastChild!.TextContent;
}
