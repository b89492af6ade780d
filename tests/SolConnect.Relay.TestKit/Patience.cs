namespace SolConnect.Relay.TestKit;

/// <summary>
/// Ends a test that hangs, and says what it waited for. Long, because it is no measure of anything: a loaded machine must
/// not fail a test.
/// </summary>
public static class Patience
{
    /// <summary>30 s.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    /// <exception cref="TimeoutException">Names what did not happen.</exception>
    public static async Task WithinPatienceAsync(this Task task, string what)
    {
        try
        {
            await task.WaitAsync(Limit);
        }
        catch (TimeoutException) when (!task.IsCompleted)
        {
            throw new TimeoutException($"Waited {Limit.TotalSeconds:0} s for {what}.");
        }
    }

    /// <inheritdoc cref="WithinPatienceAsync(Task, string)"/>
    public static async Task<T> WithinPatienceAsync<T>(this Task<T> task, string what)
    {
        await ((Task)task).WithinPatienceAsync(what);
        return await task;
    }

    /// <summary>For what raises no event: looks every few milliseconds.</summary>
    public static async Task UntilAsync(Func<bool> condition, string what)
    {
        async Task LookAsync()
        {
            while (!condition())
            {
                await Task.Delay(5);
            }
        }

        await LookAsync().WithinPatienceAsync(what);
    }
}
