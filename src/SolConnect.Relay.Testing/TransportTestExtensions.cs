namespace SolConnect.Relay.Testing;

/// <summary>What a test waits for, without polling and without sleeping.</summary>
public static class TransportTestExtensions
{
    private static readonly TimeSpan DefaultLimit = TimeSpan.FromSeconds(30);

    /// <summary>Returns as soon as the transport is in a state; at once where it is already.</summary>
    /// <param name="transport">Any transport.</param>
    /// <param name="state">What to wait for.</param>
    /// <param name="limit">Real time. Default null: 30 s.</param>
    /// <exception cref="TimeoutException">The time is over; names the state that it is in.</exception>
    public static async Task WaitForStateAsync(
        this IMessageTransport transport, TransportState state, TimeSpan? limit = null)
    {
        ArgumentNullException.ThrowIfNull(transport);
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        void Check(object? sender, EventArgs change)
        {
            if (transport.State == state)
            {
                reached.TrySetResult();
            }
        }

        transport.StateChanged += Check;
        try
        {
            Check(null, EventArgs.Empty);
            await reached.Task.WaitAsync(limit ?? DefaultLimit).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            throw new TimeoutException(
                $"The transport is {transport.State} and was not {state} within {limit ?? DefaultLimit}.");
        }
        finally
        {
            transport.StateChanged -= Check;
        }
    }

    /// <summary>
    /// The next failover to another relay. To be called before the fault, and awaited after it; a suspicion that clears
    /// is none.
    /// </summary>
    /// <param name="transport">A transport that has, or will have, a primary.</param>
    /// <param name="limit">Real time. Default null: 30 s.</param>
    /// <exception cref="TimeoutException">The time is over.</exception>
    public static async Task<FailoverCompletedEventArgs> NextFailoverAsync(
        this RelayWebSocketTransport transport, TimeSpan? limit = null)
    {
        ArgumentNullException.ThrowIfNull(transport);
        var next = new TaskCompletionSource<FailoverCompletedEventArgs>(
            TaskCreationOptions.RunContinuationsAsynchronously);
        void Note(object? sender, FailoverCompletedEventArgs failover)
        {
            if (failover.Reason != FailoverReason.Recovered)
            {
                next.TrySetResult(failover);
            }
        }

        transport.Manager.FailoverCompleted += Note;
        try
        {
            return await next.Task.WaitAsync(limit ?? DefaultLimit).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            throw new TimeoutException($"There was no failover within {limit ?? DefaultLimit}.");
        }
        finally
        {
            transport.Manager.FailoverCompleted -= Note;
        }
    }
}
