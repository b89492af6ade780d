using System.Diagnostics;

namespace SolConnect.Relay.TestKit.Processes;

/// <summary>
/// Runs a command when this process ends, in whatever way: even SIGKILL closes the pipe that a small shell reads.
/// </summary>
internal sealed class Watchdog : IDisposable
{
    private readonly Process _shell;

    /// <param name="command">A program and its arguments.</param>
    public Watchdog(params string[] command)
    {
        var start = new ProcessStartInfo("/bin/sh") { RedirectStandardInput = true };
        foreach (var argument in (string[])["-c", "read line || exec \"$@\"", "watchdog", .. command])
        {
            start.ArgumentList.Add(argument);
        }

        _shell = Process.Start(start)!;
    }

    /// <summary>Calls it off.</summary>
    public void Dispose()
    {
        try
        {
            _shell.StandardInput.WriteLine();
            _shell.StandardInput.Close();
        }
        catch (IOException)
        {
            // The shell is gone.
        }

        _shell.WaitForExit();
        _shell.Dispose();
    }
}
