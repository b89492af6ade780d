namespace SolConnect.Relay;

/// <summary>Waiting that is over after a while, which is no error.</summary>
internal static class TaskWaits
{
    /// <summary>Whether the task has ended within the limit. What it throws, and a cancellation, is thrown.</summary>
    public static async Task<bool> EndsWithinAsync(
        this Task task, TimeSpan limit, TimeProvider time, CancellationToken cancellationToken = default)
    {
        try
        {
            await task.WaitAsync(limit, time, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }
}
