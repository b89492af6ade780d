using System.Diagnostics;
using System.Threading.Channels;
using SolConnect.Relay.Core.Delivery;
using SolConnect.Relay.Core.Session;
using SolConnect.Relay.Diagnostics;
using SolConnect.Relay.Failover;

namespace SolConnect.Relay.Subscriptions;

/// <summary>One subscription: the machine's handle, and the queue from the session loop to the application.</summary>
/// <remarks>
/// The queue is a channel without a bound of its own, because the loop must not wait for the application. Its bound is
/// the credit: a relay sends at most <c>BufferBytes</c> that the application has not taken.
/// </remarks>
internal sealed class MessageSubscription(
    string topic, SubscriptionOptions options, GapPolicy onGap, int maxProducers, SessionInbox inbox,
    MessageTelemetry? telemetry = null)
    : SubscriptionHandle(topic, options.Start, options.BufferBytes, onGap, options.ResumeFrom), IMessageSubscription
{
    private readonly Channel<QueuedMessage> _queue =
        Channel.CreateUnbounded<QueuedMessage>(new() { SingleReader = true });

    private readonly CreditLedger _credit = new(options.BufferBytes);
    private readonly Lock _progressLock = new();
    private readonly SubscriptionProgress _progress = new(topic, maxProducers, options.ResumeFrom);
    private readonly TaskCompletionSource _confirmed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _isEnumerated;
    private int _isDisposed;

    // Once another subscription may have its place, it has no share of the inbox any more.
    private volatile bool _hasEnded;

    /// <summary>Completes when the first relay has confirmed; fails when the subscription ends before.</summary>
    public Task Confirmed => _confirmed.Task;

    /// <summary>A relay confirmed. Session loop only, like the next five.</summary>
    public void Confirm() => _confirmed.TrySetResult();

    public void Deliver(in RelayMessage message, int origin, int credit)
    {
        // Counted whether or not the queue still takes it: what nobody will take holds the checkpoint back.
        _progress.HandedOut();
        _ = _queue.Writer.TryWrite(new(message, origin, credit));
    }

    public void Skip(in MessageId through)
    {
        lock (_progressLock)
        {
            _progress.Skipped(through);
        }
    }

    public void Reach(in LogPosition position)
    {
        lock (_progressLock)
        {
            _progress.Reached(position);
        }
    }

    public void TakeCredit(List<ReturnedCredit> into) => _credit.TakeAll(into);

    /// <summary>
    /// Nothing more will come. What is queued can still be taken, and then the enumeration ends in this way.
    /// </summary>
    public void End(in SubscriptionEnd end)
    {
        _hasEnded = true;
        var error = ErrorOf(end);
        _ = _queue.Writer.TryComplete(error);
        Refuse(error ?? new InvalidOperationException(
            $"The transport was disconnected before a relay confirmed the subscription to '{Topic}'."));
    }

    /// <summary>The session failed.</summary>
    public void Fault(Exception cause)
    {
        _hasEnded = true;
        _ = _queue.Writer.TryComplete(cause);
        Refuse(cause);
    }

    public SubscriptionCheckpoint GetCheckpoint()
    {
        lock (_progressLock)
        {
            return _progress.ToCheckpoint();
        }
    }

    public async IAsyncEnumerator<RelayMessage> GetAsyncEnumerator(CancellationToken cancellationToken = default)
    {
        if (Interlocked.Exchange(ref _isEnumerated, 1) != 0)
        {
            throw new InvalidOperationException(
                $"The subscription to '{Topic}' is being enumerated already. One consumer at a time takes its " +
                "messages; subscribe once more for a second one.");
        }

        try
        {
            while (await _queue.Reader.WaitToReadAsync(cancellationToken).ConfigureAwait(false))
            {
                while (!cancellationToken.IsCancellationRequested && TryTake(out var message))
                {
                    yield return message;
                }

                cancellationToken.ThrowIfCancellationRequested();
                if (IsDisposed)
                {
                    yield break;
                }
            }
        }
        finally
        {
            Volatile.Write(ref _isEnumerated, 0);
        }
    }

    public ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) == 0)
        {
            _ = _queue.Writer.TryComplete();
            Post(SessionInput.Unsubscribe(this));
        }

        return ValueTask.CompletedTask;
    }

    private bool IsDisposed => Volatile.Read(ref _isDisposed) != 0;

    private bool TryTake(out RelayMessage message)
    {
        if (IsDisposed || !_queue.Reader.TryRead(out var queued))
        {
            message = default;
            return false;
        }

        message = queued.Message;
        lock (_progressLock)
        {
            _progress.Taken(message.Id);
        }

        if (_credit.Add(queued.Origin, queued.Credit, queueIsEmpty: !_queue.Reader.TryPeek(out _)))
        {
            // Names only the subscription: the loop takes the amounts out of the ledger when it comes to this input.
            Post(SessionInput.Consumed(this, origin: 0, credit: 0));
        }

        telemetry?.Taken(message);

        return true;
    }

    private void Post(in SessionInput input)
    {
        if (!_hasEnded)
        {
            _ = inbox.Post(input);
        }
    }

    private void Refuse(Exception error)
    {
        if (_confirmed.TrySetException(error))
        {
            _ = _confirmed.Task.Exception; // Whoever waited may have given up; then nobody else looks at it.
        }
    }

    private Exception? ErrorOf(in SubscriptionEnd end) => end.Kind switch
    {
        SubscriptionEndKind.Requested or SubscriptionEndKind.Stopped => null,
        SubscriptionEndKind.Gap => new MessageGapException(
            Topic, end.Gap!,
            $"{end.Gap!.Count} messages of producer {end.Gap.Producer} on '{Topic}' were lost ({end.Gap.First} to " +
            $"{end.Gap.Last}, {end.Gap.Reason}), and OnGap is Fault. Subscribe again to go on without them."),
        SubscriptionEndKind.Refused => new SubscriptionRefusedException(
            Topic, $"The subscription to '{Topic}' was refused. {end.Detail}"),
        SubscriptionEndKind.Faulted => new TransportFaultedException(
            $"The transport failed, and the subscription to '{Topic}' with it. Create a new transport. {end.Detail}"),
        _ => throw new UnreachableException($"Subscription end {end.Kind}."),
    };
}
