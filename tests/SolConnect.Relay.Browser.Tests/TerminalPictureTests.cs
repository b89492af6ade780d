namespace SolConnect.Relay.Browser.Tests;

/// <summary>What the sample KillTheRelay shows in a terminal, out of a real run.</summary>
[Collection(nameof(OneBrowser))]
public sealed class TerminalPictureTests(ChatFixture fixture) : IDisposable
{
    private const string File = "harbour-log.txt";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("kill-the-relay-picture-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task A_run_as_a_picture_has_the_failovers_and_the_verdict()
    {
        Chromium.SkipWithout();
        System.IO.File.Copy(Path.Combine(Repository.Root, "samples", "KillTheRelay", File), Path.Combine(_folder.FullName, File));
        var seconds = Pictures.Folder is null ? 4 : 20;
        var (exitCode, output) = await Sample.RunAsync(
            "KillTheRelay", _folder.FullName, Patience.Limit + (2 * TimeSpan.FromSeconds(seconds)),
            File, "--seconds", $"{seconds}", "--out", "received.txt", "--picture", "picture.html");
        Assert.True(exitCode == 0, output);

        await using var context = await fixture.Browser.NewContextAsync(new() { ViewportSize = new() { Width = 1_200, Height = 800 } });
        var page = await context.NewPageAsync();
        await page.GotoAsync(new Uri(Path.Combine(_folder.FullName, "picture.html")).AbsoluteUri);
        var terminal = page.Locator("pre");

        var text = await terminal.InnerTextAsync();
        Assert.Contains("The file arrived, byte for byte.", text, StringComparison.Ordinal);
        Assert.Contains("took over from", text, StringComparison.Ordinal);
        Assert.Contains("received file  received.txt", text, StringComparison.Ordinal);
        await Pictures.TakeAsync(terminal, "kill-the-relay");
    }
}
