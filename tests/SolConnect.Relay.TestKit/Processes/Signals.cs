using System.ComponentModel;
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

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int SendSignal(int process, int signal);
}
