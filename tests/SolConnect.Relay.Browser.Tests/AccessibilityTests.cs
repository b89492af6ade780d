using System.Globalization;

namespace SolConnect.Relay.Browser.Tests;

/// <summary>Can somebody use it who does not see it, does not see colours, or has no mouse?</summary>
[Collection(nameof(OneBrowser))]
public class AccessibilityTests(ChatFixture fixture)
{
    [Fact]
    public async Task Everything_has_a_role_and_a_name()
    {
        Chromium.SkipWithout();
        await using var chat = await ChatProcess.StartAsync();
        await using var ann = await Person.JoinAsync(fixture.Browser, chat, "Ann");

        foreach (var relay in (string[])["red", "green", "blue"])
        {
            await Expect(ann.Relays.GetByRole(AriaRole.Rowheader, new() { NameRegex = new($"^{relay}") })).ToBeVisibleAsync();
            await Expect(ann.Status.GetByRole(AriaRole.Meter, new() { Name = $"Quality of {relay}" })).ToBeVisibleAsync();
            await Expect(ann.Status.GetByRole(AriaRole.Img, new() { NameRegex = new($"^Latency of {relay}: ") })).ToBeVisibleAsync();
            await Expect(ann.Button($"Make {relay} the primary")).ToBeVisibleAsync();
        }

        await Expect(ann.Button("Check health now")).ToBeVisibleAsync();
        await Expect(ann.History).ToBeVisibleAsync();
        foreach (var column in (string[])["Relay", "State", "Latency", "Quality", "Load", "Action"])
        {
            await Expect(ann.Relays.GetByRole(AriaRole.Columnheader, new() { Name = column, Exact = true })).ToBeVisibleAsync();
        }
    }

    [Fact]
    public async Task A_screen_reader_is_told_of_the_state_and_the_primary()
    {
        Chromium.SkipWithout();
        await using var chat = await ChatProcess.StartAsync();
        await using var ann = await Person.JoinAsync(fixture.Browser, chat, "Ann");
        var live = ann.Status.GetByRole(AriaRole.Status).First;
        var primary = await ann.PrimaryAsync();

        Assert.Equal("polite", await live.GetAttributeAsync("aria-live"));
        await Expect(live).ToContainTextAsync($"The primary is {primary}.", Person.Patient);

        await ann.Button($"Kill {primary}").ClickAsync();

        await Expect(live).ToContainTextAsync("Degraded.", Person.Patient);
        await Expect(live).Not.ToContainTextAsync($"The primary is {primary}.", Person.Patient);
    }

    [Fact]
    public async Task The_keyboard_alone_can_join_write_and_switch_to_another_relay()
    {
        Chromium.SkipWithout();
        await using var chat = await ChatProcess.StartAsync();
        await using var ann = await Person.JoinAsync(fixture.Browser, chat, "Ann");
        var primary = await ann.PrimaryAsync();
        var other = primary == "green" ? "blue" : "green";
        var button = ann.Button($"Make {other} the primary");
        await Expect(ann.MessageField).ToBeFocusedAsync();

        var presses = 0;
        while (!await button.EvaluateAsync<bool>("element => element === document.activeElement"))
        {
            Assert.True(++presses < 40, "The button cannot be reached by the Tab key.");
            await ann.Page.Keyboard.PressAsync("Tab");
        }

        Assert.NotEqual("none", await button.EvaluateAsync<string>("element => getComputedStyle(element).outlineStyle"));
        await ann.Page.Keyboard.PressAsync("Enter");

        await Expect(ann.Status).ToContainTextAsync($"{other} is the primary now.", Person.Patient);
        Assert.Equal(other, await ann.PrimaryAsync());
        await Expect(button).ToBeFocusedAsync();
        await Expect(button).ToHaveAttributeAsync("aria-disabled", "true");
    }

    [Fact]
    public async Task The_keyboard_reaches_everything_that_can_be_pressed_or_scrolled_and_shows_where_it_is()
    {
        Chromium.SkipWithout();
        await using var chat = await ChatProcess.StartAsync();
        await using var ann = await Person.JoinAsync(fixture.Browser, chat, "Ann");
        var stops = ann.Status.Locator("button, [tabindex='0']");
        var reached = new HashSet<int>();

        for (var presses = 0; presses < 40; presses++)
        {
            await ann.Page.Keyboard.PressAsync("Tab");
            var (index, outline) = await FocusAmongAsync(stops);
            if (index >= 0)
            {
                Assert.NotEqual("none", outline);
                reached.Add(index);
            }
        }

        Assert.Equal(Enumerable.Range(0, await stops.CountAsync()), reached.Order());
        Assert.Equal(6, reached.Count); // The check, two tables, three relays.
    }

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task Every_text_stands_out_from_its_ground(ColorScheme scheme)
    {
        Chromium.SkipWithout();
        await using var chat = await ChatProcess.StartAsync();
        await using var ann = await Person.JoinAsync(fixture.Browser, chat, "Ann", new() { ColorScheme = scheme });
        await ann.SayAsync("Hello?");
        await AssertContrastAsync(ann);

        await ann.Button("Kill red").ClickAsync();
        await Expect(ann.Status).ToContainTextAsync("Degraded", Person.Patient);
        await ann.Button("Check health now").ClickAsync();
        await Expect(ann.Status).ToContainTextAsync("2 of 3 relays answered. red: ", Person.Patient);
        await AssertContrastAsync(ann);

        await ann.Button("Kill green").ClickAsync();
        await ann.Button("Kill blue").ClickAsync();
        await Expect(ann.Status).ToContainTextAsync("Offline", Person.Patient);
        await ann.Button("Check health now").ClickAsync();
        await Expect(ann.Status.GetByRole(AriaRole.Alert)).ToContainTextAsync("No relay answered", Person.Patient);
        await AssertContrastAsync(ann);
    }

    /// <summary>Which of these has the focus, -1 for none, and the style of its outline.</summary>
    private static async Task<(int Index, string Outline)> FocusAmongAsync(ILocator elements)
    {
        var found = await elements.EvaluateAllAsync<string>(
            """
            elements => {
                const index = elements.indexOf(document.activeElement);
                return `${index} ${index < 0 ? "" : getComputedStyle(document.activeElement).outlineStyle}`;
            }
            """);
        var parts = found.Split(' ');
        return (int.Parse(parts[0], CultureInfo.InvariantCulture), parts[1]);
    }

    private static async Task AssertContrastAsync(Person person)
    {
        var report = await ContrastReport.OfAsync(person.Page.Locator("body"));

        Assert.True(report.Checked > 40, $"Only {report.Checked} texts were looked at.");
        Assert.Empty(report.Faults);
    }

    private static ILocatorAssertions Expect(ILocator locator) => Assertions.Expect(locator);
}
