using System.Diagnostics;
using ThreadState = System.Diagnostics.ThreadState;

namespace SolConnect.Relay.Testing.Time;

/// <summary>
/// Waits until this process has nothing to do, for a short while at most: no work waits for a thread, and no thread wants
/// to run. Nothing else tells that loops which wake each other have come to rest.
/// </summary>
internal static class Quiet
{
    // With other tests in the same process it may never be quiet.
    private const int MaxLooks = 100;

    // In a row; between two of them a timer of the system may fire.
    private const int QuietLooks = 2;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(1);

    public static async Task WaitAsync()
    {
        var quiet = 0;
        for (var look = 0; look < MaxLooks && quiet < QuietLooks; look++)
        {
            await Task.Delay(Pause).ConfigureAwait(false);
            quiet = IsQuiet() ? quiet + 1 : 0;
        }
    }

    // The pool alone does not tell: work that was taken up may be waiting for a processor.
    private static bool IsQuiet() => ThreadPool.PendingWorkItemCount == 0 && BusyThreads() <= 1;

    /// <summary>The one that looks included.</summary>
    private static int BusyThreads()
    {
        using var process = Process.GetCurrentProcess();
        var busy = 0;
        foreach (ProcessThread thread in process.Threads)
        {
            using (thread)
            {
                busy += IsBusy(thread) ? 1 : 0;
            }
        }

        return busy;
    }

    private static bool IsBusy(ProcessThread thread)
    {
        try
        {
            return thread.ThreadState is ThreadState.Running or ThreadState.Ready or ThreadState.Standby;
        }
        catch (InvalidOperationException)
        {
            return false; // It has ended.
        }
    }
}
