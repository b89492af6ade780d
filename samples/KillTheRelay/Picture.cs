using Spectre.Console;

namespace KillTheRelay;

/// <summary>The view as it was at the end, and the verdict, as a web page that looks like the terminal.</summary>
internal static class Picture
{
    private const int Columns = 110;

    // Terminals show the first sixteen colours as their theme has them, and seldom as darkly as their names say.
    private static readonly (string Plain, string Shown)[] Theme =
        [("#FF0000", "#ff7b72"), ("#008000", "#3fb950"), ("#0000FF", "#58a6ff"), ("#808080", "#8b949e"), ("#808000", "#d29922")];

    public static async Task SaveAsync(Run run, Verdict verdict, string path)
    {
        var console = AnsiConsole.Create(new()
        {
            Ansi = AnsiSupport.Yes,
            ColorSystem = ColorSystemSupport.TrueColor,
            Interactive = InteractionSupport.No,
            Out = new AnsiConsoleOutput(TextWriter.Null),
        });
        console.Profile.Width = Columns;
        using var recorder = console.CreateRecorder();
        recorder.Write(LiveView.Draw(run));
        recorder.WriteLine();
        recorder.Write(new Text(verdict.ToString()));
        var html = Theme.Aggregate(
            recorder.ExportHtml(),
            static (html, color) => html.Replace(color.Plain, color.Shown, StringComparison.OrdinalIgnoreCase));
        await File.WriteAllTextAsync(path, $$"""
            <!DOCTYPE html>
            <html lang="en">
            <meta charset="utf-8">
            <title>Kill the relay</title>
            <style>
                body { margin: 0; background: #0d1117; color: #d5dce4; }
                pre { width: fit-content; margin: 0; padding: 1.25rem; font: 14px/1.2 "DejaVu Sans Mono", monospace !important; }
                span { font-style: normal !important; }
            </style>
            {{html}}
            </html>
            """);
    }
}
