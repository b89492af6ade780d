using Spectre.Console;

namespace KillTheRelay;

/// <summary>The view as it was at the end, and the verdict, as a web page that looks like the terminal.</summary>
internal static class Picture
{
    private const int Columns = 110;

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
        await File.WriteAllTextAsync(path, $$"""
            <!DOCTYPE html>
            <html lang="en">
            <meta charset="utf-8">
            <title>Kill the relay</title>
            <style>
                body { margin: 0; background: #0d1117; color: #d5dce4; }
                pre { box-sizing: border-box; width: fit-content; margin: 0; padding: 1.25rem; font: 14px/1.35 "DejaVu Sans Mono", monospace !important; }
            </style>
            {{recorder.ExportHtml()}}
            </html>
            """);
    }
}
