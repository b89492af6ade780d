namespace SolConnect.Relay.Testing.Time;

/// <summary>
/// Waits until the thread pool has nothing to do, for a short while at most: nothing else tells that loops which wake
/// each other have come to rest.
/// </summary>
internal static class Quiet
{
    private const int MaxLooks = 25;

    // In a row; between two of them a thread that was held up may come to run.
    private const int QuietLooks = 2;

    // The wait itself costs an item or two.
    private const int OwnItems = 2;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(1);

    public static async Task WaitAsync()
    {
        var quiet = 0;
        for (var look = 0; look < MaxLooks && quiet < QuietLooks; look++)
        {
            var before = ThreadPool.CompletedWorkItemCount;
            await Task.Delay(Pause).ConfigureAwait(false);
            var done = ThreadPool.CompletedWorkItemCount - before;
            quiet = done <= OwnItems && ThreadPool.PendingWorkItemCount == 0 ? quiet + 1 : 0;
        }
    }
}
