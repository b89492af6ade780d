namespace SolConnect.Relay.Browser.Tests;

/// <summary>
/// The status in its states fits into its place. Where <see cref="Pictures.Folder"/> is set, pictures for the documentation are
/// written there.
/// </summary>
[Collection(nameof(OneBrowser))]
public class PictureTests(ChatFixture fixture)
{
    // In a process that has just started the first round trips take ten times as long, and would flatten the lines.
    private static readonly TimeSpan WarmUpFor = TimeSpan.FromSeconds(5);

    // For a line of latencies that can be seen.
    private static readonly TimeSpan TalkFor = TimeSpan.FromSeconds(60);

    [Fact]
    public Task Connected_in_light() => ShowAsync("status-light", ColorScheme.Light, 1_500, TalkFor, AfterFailoverAsync);

    [Fact]
    public Task Degraded_in_dark() => ShowAsync("status-dark", ColorScheme.Dark, 1_500, TalkFor, async person =>
    {
        await AfterFailoverAsync(person);
        await person.Button("Kill green").ClickAsync();
        await Assertions.Expect(person.Status).ToContainTextAsync("2 of 3 relays open", Person.Patient);
        await person.SayAsync("And on.");
    });

    [Fact]
    public Task Compact() => ShowAsync("status-compact", ColorScheme.Light, 1_500, TimeSpan.Zero, async person =>
    {
        await person.SayAsync("Hello.");
        await person.Page.GetByLabel("Compact status").CheckAsync();
        await Assertions.Expect(person.Relays).ToHaveCountAsync(0);
    });

    [Fact]
    public Task Offline() => ShowAsync("status-offline", ColorScheme.Light, 1_500, WarmUpFor, async person =>
    {
        foreach (var relay in (string[])["red", "green", "blue"])
        {
            await person.Button($"Kill {relay}").ClickAsync();
        }

        await Assertions.Expect(person.Status).ToContainTextAsync("Offline", Person.Patient);
        await person.SayAsync("Is anybody there?");
        await Assertions.Expect(person.Status).ToContainTextAsync("1 message waiting", Person.Patient);
    });

    [Fact]
    public Task On_a_telephone() => ShowAsync("status-narrow", ColorScheme.Dark, 390, TimeSpan.Zero, AfterFailoverAsync);

    private async Task ShowAsync(
        string name, ColorScheme scheme, int width, TimeSpan talkFor, Func<Person, Task> prepare)
    {
        Chromium.SkipWithout();
        await using var chat = await ChatProcess.StartAsync();
        if (Pictures.Folder is not null)
        {
            await using var bob = await Person.JoinAsync(fixture.Browser, chat, "Bob");
            await TalkAsync(bob, WarmUpFor);
        }

        await using var ann = await Person.JoinAsync(fixture.Browser, chat, "Ann", new()
        {
            ColorScheme = scheme,
            ViewportSize = new() { Width = width, Height = 900 },
        });
        await prepare(ann);
        if (Pictures.Folder is not null)
        {
            await TalkAsync(ann, talkFor);
        }

        // What is too wide scrolls inside of the status, never the page.
        var overflow = await ann.Page.EvaluateAsync<int>("document.documentElement.scrollWidth - innerWidth");
        Assert.True(overflow <= 0, $"The page is {overflow} pixels too wide.");
        await Pictures.TakeAsync(ann.Status, name);
    }

    private static async Task TalkAsync(Person person, TimeSpan talkFor)
    {
        var started = TimeProvider.System.GetTimestamp();
        for (var number = 1; TimeProvider.System.GetElapsedTime(started) < talkFor; number++)
        {
            await person.SayAsync($"Line {number}");
            await person.Page.WaitForTimeoutAsync(500);
        }
    }

    private static async Task AfterFailoverAsync(Person person)
    {
        await person.SayAsync("Hello.");
        var primary = await person.PrimaryAsync();
        await person.Button($"Kill {primary}").ClickAsync();
        await Assertions.Expect(person.History).ToContainTextAsync($"{primary} → ", Person.Patient);
        await person.Button($"Revive {primary}").ClickAsync();
        await Assertions.Expect(person.Status).ToContainTextAsync("3 of 3 relays open", Person.Patient);
    }
}
