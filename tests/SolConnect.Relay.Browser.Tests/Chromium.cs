namespace SolConnect.Relay.Browser.Tests;

/// <summary>The browser of the system: Playwright's own is a download, which a build machine may not have.</summary>
internal static class Chromium
{
    private const string Variable = "CHROMIUM_PATH";

    private static readonly string[] UsualPlaces =
        ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

    /// <summary>Where it is; <c>null</c>: there is none.</summary>
    public static string? Path { get; } = Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } given
        ? given
        : Array.Find(UsualPlaces, File.Exists);

    /// <summary>Ends the test as skipped where there is no browser.</summary>
    public static void SkipWithout() => Assert.SkipWhen(
        Path is null, $"There is no Chromium: `apt-get install chromium`, or name one in {Variable}.");
}
