using SolConnect.Relay;
using Spectre.Console;

namespace StatusBoard;

/// <summary>The view without people: drawn as text before and after a relay is killed, and read.</summary>
internal static class SelfCheck
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <returns>The exit code: 0 when the view told what happened.</returns>
    public static async Task<int> RunAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        await using var demo = await Demo.StartAsync([]);
        using var view = new RelayStatusView(demo.Transport);
        var victim = await demo.KillPrimaryAsync(patience.Token);
        var picture = TextOf(view);
        Console.WriteLine(picture);

        var primary = demo.Transport.GetAvailableRelays().First(relay => relay.IsPrimary).Endpoint.Id;
        string[] expected =
        [
            "red", "green", "blue", "harbour", "hill", "island", "Primary", "Standby", $"primary {primary}",
            $"{victim.Id} → {primary}: {FailoverReason.ConnectionLost}", "failovers",
        ];
        var missing = expected.Where(text => !picture.Contains(text, StringComparison.Ordinal)).ToList();
        Console.WriteLine(missing.Count == 0 ? "The view tells what happened." : $"NOT IN THE VIEW: {string.Join("; ", missing)}");
        return missing.Count == 0 ? 0 : 1;
    }

    private static string TextOf(RelayStatusView view)
    {
        using var text = new StringWriter();
        var console = AnsiConsole.Create(new()
        {
            Ansi = AnsiSupport.No,
            ColorSystem = ColorSystemSupport.NoColors,
            Out = new AnsiConsoleOutput(text),
        });
        console.Profile.Width = 160;
        console.Write(view.Draw());
        return text.ToString();
    }
}
