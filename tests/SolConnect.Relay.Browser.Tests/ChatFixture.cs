namespace SolConnect.Relay.Browser.Tests;

/// <summary>The browser; each test has a chat of its own.</summary>
public sealed class ChatFixture : IAsyncLifetime
{
    private IPlaywright? _playwright;

    /// <summary>Only where there is one; see <see cref="Chromium.SkipWithout"/>.</summary>
    public IBrowser Browser { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        if (Chromium.Path is { } path)
        {
            _playwright = await Playwright.CreateAsync();
            Browser = await _playwright.Chromium.LaunchAsync(new()
            {
                ExecutablePath = path,
                // Build machines run as root in containers, where its sandbox does not work.
                Args = ["--no-sandbox", "--disable-gpu"],
            });
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (Browser is not null)
        {
            await Browser.DisposeAsync();
        }

        _playwright?.Dispose();
    }
}
