namespace SolConnect.Relay.Browser.Tests;

/// <summary>What Contrast.js found.</summary>
internal sealed class ContrastReport
{
    public int Checked { get; set; }

    public string[] Faults { get; set; } = [];

    public static async Task<ContrastReport> OfAsync(ILocator element) => await element.EvaluateAsync<ContrastReport>(
        await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "Contrast.js")));
}
