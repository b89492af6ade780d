using SolConnect.Relay.Core;
using SolConnect.Relay.Core.Delivery;
using SolConnect.Relay.Core.Session;

namespace SolConnect.Relay.Failover;

/// <summary>
/// Lets sends into the machine's outbox while it has room in messages and bytes. A send gets its slot and its place in
/// line under one lock, and the session loop takes all that have come in at once: so messages reach the machine in the
/// order of entry, many of them for one wake, and back-pressure falls on the caller alone. A slot is free again when its
/// send has its outcome.
/// </summary>
internal sealed class OutboxGate(OutboxLimits limits, SessionInbox inbox, Action onFull)
{
    private readonly Lock _lock = new();
    private readonly SendList _waiting = new();
    private readonly SendHandover _handover = new();
    private int _slotsInUse;
    private long _bytes;
    private volatile int _waiters;
    private bool _letsThemGather;
    private Instant _gatheringSince;
    private bool _isFull;
    private bool _admitsNobody;
    private Func<Exception>? _closedError;
    private TaskCompletionSource? _noneWaits;

    public int Waiting => _waiters;

    /// <summary>Sends that were let in and that the loop has not taken yet.</summary>
    public int Entered => _handover.Entered;

    /// <summary>When a send that the machine does not know yet runs out of time; the loop has to be back by then.</summary>
    public Instant NextDeadline
    {
        get
        {
            // A waiter that comes in now wakes the loop.
            if (_waiters == 0 && !_letsThemGather)
            {
                return Instant.Never;
            }

            lock (_lock)
            {
                // Those that gather say nothing, so the loop comes as if one had come in with the last turn.
                var oldest = _waiting.First?.AcceptedAt ?? Instant.Never;
                return (_letsThemGather ? Instant.Earlier(oldest, _gatheringSince) : oldest) + limits.MessageTimeout;
            }
        }
    }

    /// <summary>Lets a send in, puts it in line, or fails it. Its outcome arrives through the send itself.</summary>
    public void Enter(PendingSend send)
    {
        Exception? refusal;
        bool becameFull;
        lock (_lock)
        {
            refusal = AdmitOrRefuse(send);
            becameFull = NoteFull(refusal is OutboxFullException || send.Phase == SendPhase.Waiting);
            send.Phase = refusal is null ? send.Phase : SendPhase.Settled;
        }

        if (refusal is not null)
        {
            EndUnsent(send, refusal);
        }

        if (becameFull)
        {
            onFull();
        }
    }

    /// <summary>The caller of a send no longer waits. Any thread.</summary>
    /// <returns>
    /// Whether the machine was asked: then the input's way through the loop ends with <c>ReleaseCancellation</c>.
    /// </returns>
    public bool Cancel(PendingSend send)
    {
        lock (_lock)
        {
            switch (send.Phase)
            {
                case SendPhase.Entered:
                    send.Phase = SendPhase.CancelPosted;
                    return inbox.Post(SessionInput.CancelSend(send));
                case SendPhase.Waiting:
                    Leave(send);
                    break;
                case SendPhase.Created:
                    send.Phase = SendPhase.CancelledEarly;
                    return false;
                default:
                    return false;
            }
        }

        EndUnsent(send, SendErrors.CancelledUnsent(send));
        return false;
    }

    /// <summary>
    /// Hands over sends that were let in and not taken yet, in the order of entry. Session loop only, which clears the places
    /// before it comes again.
    /// </summary>
    /// <param name="most">How many at most.</param>
    /// <param name="areAll">Whether whoever enters from here on wakes the loop; otherwise it has to come again by itself.</param>
    public ArraySegment<OutboundMessage> TakeEntered(int most, out bool areAll)
    {
        var areFresh = !_handover.IsLeaving;
        if (areFresh)
        {
            lock (_lock)
            {
                _handover.Swap();
            }
        }

        var taken = _handover.Take(most);
        areAll = areFresh && !_handover.IsLeaving;
        return taken;
    }

    /// <summary>
    /// Says whether sends may gather without a word, because none could be written now: then many of them cost one turn of
    /// the loop, and nobody waits for longer. Session loop only, at the end of a turn.
    /// </summary>
    public void LetThemGather(bool gather, Instant now)
    {
        _gatheringSince = now;
        if (gather == _letsThemGather)
        {
            return;
        }

        lock (_lock)
        {
            _letsThemGather = gather;
            if (!gather && _handover.Entered > 0)
            {
                inbox.Wake();
            }
        }
    }

    /// <summary>
    /// Sends have their outcomes, which are in each one's <see cref="OutboundMessage.FinalResult"/>: their slots go to whoever
    /// waits longest. Session loop only.
    /// </summary>
    public void Settle(ReadOnlySpan<OutboundMessage> sends)
    {
        var (bytes, areWatched) = (0L, false);
        foreach (var message in sends)
        {
            var send = (PendingSend)message;
            Invariant.Holds(send.Phase is SendPhase.Entered or SendPhase.CancelPosted, "a send has one outcome");
            _handover.Settled(send);
            bytes += send.Size;
            areWatched |= send.IsWatched;
        }

        lock (_lock)
        {
            // Where a cancellation can come, it must find that it is too late. The others' phases are nobody else's by now.
            foreach (var message in areWatched ? sends : [])
            {
                ((PendingSend)message).Phase = SendPhase.Settled;
            }

            _slotsInUse -= sends.Length;
            _bytes -= bytes;
            AdmitWaiters();
        }

        foreach (var message in sends)
        {
            var send = (PendingSend)message;
            send.Phase = SendPhase.Settled;
            if (send.FinalOutcome == SendOutcome.Receipted)
            {
                send.Complete();
            }
            else
            {
                send.Fail(SendErrors.From(send, send.FinalResult, limits));
            }
        }
    }

    /// <summary>Fails those who have waited for a slot as long as a send may take. Session loop only.</summary>
    public void ExpireWaiters(Instant now)
    {
        while (_waiters > 0 && TakeWaiter(now) is { } send)
        {
            EndUnsent(send, SendErrors.NoSlotInTime(send, limits));
        }
    }

    /// <summary>Refuses newcomers from now on; those in line still get their turn.</summary>
    /// <returns>Completes when nobody waits any more.</returns>
    public Task CloseAsync(Func<Exception> error)
    {
        lock (_lock)
        {
            _closedError = error;
            _noneWaits ??= new(TaskCreationOptions.RunContinuationsAsynchronously);
            NoteWaiters();
            return _noneWaits.Task;
        }
    }

    /// <summary>Fails everybody in line, and lets nobody in any more. To be called once the gate is closed.</summary>
    public void EndWaiters(Func<PendingSend, Exception> error)
    {
        lock (_lock)
        {
            _admitsNobody = true;
        }

        while (TakeWaiter(Instant.Never) is { } send)
        {
            EndUnsent(send, error(send));
        }
    }

    /// <summary>
    /// Fails every send that the machine left without an outcome. Session loop only, after its last step.
    /// </summary>
    public void EndEntered(Func<PendingSend, Exception> error)
    {
        var areAll = false;
        while (!areAll)
        {
            TakeEntered(int.MaxValue, out areAll);
        }

        while (_handover.TakeUnsettled() is { } send)
        {
            lock (_lock)
            {
                send.Phase = SendPhase.Settled;
            }

            send.Fail(error(send));
        }
    }

    private static void EndUnsent(PendingSend send, Exception error)
    {
        send.Fail(error);
        send.ReleaseMessage();
    }

    private Exception? AdmitOrRefuse(PendingSend send)
    {
        if (send.Phase == SendPhase.CancelledEarly)
        {
            return SendErrors.CancelledUnsent(send);
        }

        if (_closedError is { } closedError)
        {
            return closedError();
        }

        if (_waiting.First is null && HasRoomFor(send))
        {
            Admit(send);
            return null;
        }

        if (limits.FullMode == OutboxFullMode.Reject || _waiting.Count >= limits.Messages)
        {
            return SendErrors.OutboxFull(send, limits);
        }

        send.Phase = SendPhase.Waiting;
        _waiting.Add(send);
        _waiters = _waiting.Count;
        if (_waiters == 1)
        {
            inbox.Wake(); // The loop's timer does not know this deadline yet.
        }

        return null;
    }

    // An empty outbox takes any message: one that is larger than the whole outbox would wait for ever otherwise.
    private bool HasRoomFor(PendingSend send) =>
        _slotsInUse == 0 || (_slotsInUse < limits.Messages && _bytes + send.Size <= limits.Bytes);

    private void Admit(PendingSend send)
    {
        send.Phase = SendPhase.Entered;
        _slotsInUse++;
        _bytes += send.Size;
        _handover.Add(send);
        if (_handover.Entered == 1 && !_letsThemGather)
        {
            // Where the inbox is closed, the session ends, and that fails the send.
            inbox.Wake();
        }
    }

    private void AdmitWaiters()
    {
        while (!_admitsNobody && _waiting.First is { } first && HasRoomFor(first))
        {
            _waiting.Remove(first);
            Admit(first);
        }

        NoteWaiters();
        _isFull &= _waiting.Count > 0 || _slotsInUse > limits.Messages / 2 || _bytes > limits.Bytes / 2;
    }

    // A waiter that leaves may have stood before smaller ones that fit.
    private void Leave(PendingSend send)
    {
        send.Phase = SendPhase.Settled;
        _waiting.Remove(send);
        AdmitWaiters();
    }

    private PendingSend? TakeWaiter(Instant now)
    {
        lock (_lock)
        {
            if (_waiting.First is not { } first || first.AcceptedAt + limits.MessageTimeout > now)
            {
                return null;
            }

            Leave(first);
            return first;
        }
    }

    private void NoteWaiters()
    {
        _waiters = _waiting.Count;
        if (_waiters == 0)
        {
            _ = _noneWaits?.TrySetResult();
        }
    }

    // Told once until the outbox has half of its room again.
    private bool NoteFull(bool isFull)
    {
        var becameFull = isFull && !_isFull;
        _isFull |= isFull;
        return becameFull;
    }
}
