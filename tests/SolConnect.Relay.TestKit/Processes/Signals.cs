using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace SolConnect.Relay.TestKit.Processes;

/// <summary>POSIX signals to a process by its id.</summary>
internal static partial class Signals
{
    public const int Kill = 9;
    public const int Terminate = 15;

    // These two differ between systems.
    public static readonly int Continue = OperatingSystem.IsMacOS() ? 19 : 18;
    public static readonly int Stop = OperatingSystem.IsMacOS() ? 17 : 19;

    /// <summary>Why there are none here; <c>null</c>: there are.</summary>
    public static string? WhyUnusable => OperatingSystem.IsWindows() ? "Windows has no POSIX signals." : null;

    /// <exception cref="Win32Exception">The system refused, or there is no such process.</exception>
    public static void Send(int process, int signal)
    {
        if (SendSignal(process, signal) != 0)
        {
            throw new Win32Exception(Marshal.GetLastPInvokeError());
        }
    }

    /// <summary>
    /// Waits until no thread of a process that was sent <see cref="Stop"/> runs any more: the signal returns before that. Only where
    /// the system tells (Linux).
    /// </summary>
    public static void AwaitStop(int process)
    {
        var began = Stopwatch.GetTimestamp();
        while (OperatingSystem.IsLinux() && !Directory.GetDirectories($"/proc/{process}/task").All(IsStopped))
        {
            if (Stopwatch.GetElapsedTime(began) > TimeSpan.FromSeconds(5))
            {
                throw new TimeoutException($"Process {process} was stopped and still runs.");
            }

            Thread.Yield();
        }
    }

    // The state is the letter after the name, which is in brackets and may hold anything. A thread that is gone does not run.
    private static bool IsStopped(string thread)
    {
        try
        {
            var status = File.ReadAllText(Path.Combine(thread, "stat"));
            return status[status.LastIndexOf(')') + 2] is 'T' or 't' or 'Z' or 'X';
        }
        catch (IOException)
        {
            return true;
        }
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int SendSignal(int process, int signal);
}
