namespace SolConnect.Relay.Browser.Tests;

/// <summary>The library and its status inside of the browser itself, on the browser's own WebSockets.</summary>
[Collection(nameof(OneBrowser))]
public class WebAssemblyTests(ChatFixture fixture)
{
    [Fact]
    public async Task A_page_in_the_browser_survives_its_primary_and_shows_it()
    {
        Chromium.SkipWithout();
        await using var fleet = await RelayFleet.StartAsync(3, options => options.AllowedOrigins.Add("*"));
        await using var server = await PageServer.StartAsync();
        await using var context = await fixture.Browser.NewContextAsync();
        context.SetDefaultTimeout((float)Patience.Limit.TotalMilliseconds);
        var page = await context.NewPageAsync();
        var relays = string.Join('&', fleet.Relays.Select(relay => $"{relay.Id}={Uri.EscapeDataString($"{relay.Endpoint.Url}")}"));
        await page.GotoAsync(new Uri(server.Address, $"/index.html?{relays}").ToString());
        var status = page.GetByRole(AriaRole.Region, new() { Name = "Relay status" });
        await Assertions.Expect(status).ToContainTextAsync("3 of 3 relays open", Person.Patient);

        await SayAsync(page, 1);
        var primary = await status.Locator("tr.primary .id").InnerTextAsync();
        await fleet.Find(primary).KillAsync();
        await Assertions.Expect(status.GetByRole(AriaRole.Table, new() { Name = "What happened" }))
            .ToContainTextAsync($"{primary} → ", Person.Patient);
        await SayAsync(page, 2);

        await page.GetByRole(AriaRole.Button, new() { Name = "Check health now" }).ClickAsync();
        await Assertions.Expect(status).ToContainTextAsync($"2 of 3 relays answered. {primary}: ", Person.Patient);
    }

    private static async Task SayAsync(IPage page, int count)
    {
        await page.GetByRole(AriaRole.Button, new() { Name = "Say something" }).ClickAsync();
        await Assertions.Expect(page.Locator("p[role=status]").First).ToContainTextAsync($"{count} said, {count} heard", Person.Patient);
    }
}
