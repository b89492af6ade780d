using Microsoft.Extensions.Logging;
using SolConnect.Relay.Diagnostics;

namespace SolConnect.Relay.Failover;

/// <summary>
/// The transport's state, in one place: what <c>State</c> says, what <c>ConnectAsync</c> waits for, and what calls are
/// refused with. The machine reports the states between Connecting and Offline; the others are ours.
/// </summary>
internal sealed class TransportStatus(ILogger logger, Action<TransportStateChangedEventArgs> raise)
{
    private readonly Lock _lock = new();
    private TaskCompletionSource _open = NewSource();
    private volatile bool _isEnding;
    private volatile Exception? _fault;
    private volatile TransportState _state = TransportState.Disconnected;
    private volatile string _reason = "it was not asked to connect";

    public TransportState State => _state;

    /// <summary>Why it is in this state.</summary>
    public string Reason => _reason;

    /// <summary>Whether sends and subscriptions are let in.</summary>
    public bool IsAccepting => !_isEnding && IsOfSession(_state);

    /// <summary>Completes when a relay is open; fails when the transport ends before.</summary>
    public Task WhenOpen
    {
        get
        {
            lock (_lock)
            {
                return _open.Task;
            }
        }
    }

    public void BeginSession()
    {
        lock (_lock)
        {
            _isEnding = false;
            _open = NewSource();
            Change(TransportState.Connecting, "connecting was requested");
        }
    }

    /// <summary>The machine's state. What it says while it is being ended is of no interest.</summary>
    public void Report(TransportState state, string reason)
    {
        lock (_lock)
        {
            if (_isEnding || !IsOfSession(state))
            {
                return;
            }

            Change(state, reason);
            if (state is TransportState.Connected or TransportState.Degraded)
            {
                _ = _open.TrySetResult();
            }
            else if (_open.Task.IsCompletedSuccessfully)
            {
                _open = NewSource();
            }
        }
    }

    /// <summary>Refuses sends from now on, while those that are open get their outcome.</summary>
    public void BeginEnd()
    {
        lock (_lock)
        {
            _isEnding = true;
            Refuse(new InvalidOperationException("The transport was disconnected before a relay welcomed it."));
        }
    }

    public void EndSession()
    {
        lock (_lock)
        {
            Change(TransportState.Disconnected, "disconnecting was requested");
        }
    }

    public void Close()
    {
        lock (_lock)
        {
            _isEnding = true;
            Change(TransportState.Closed, "it was disposed");
            Refuse(Disposed());
        }
    }

    /// <summary>The session failed, and the transport with it.</summary>
    public TransportFaultedException Fault(Exception cause)
    {
        lock (_lock)
        {
            _fault ??= cause;
            Change(TransportState.Faulted, cause.Message);
            Refuse(Faulted(cause));
        }

        if (cause is RelayAuthenticationException)
        {
            RelayLog.Refused(logger, cause.Message);
        }
        else
        {
            RelayLog.Faulted(logger, cause);
        }

        return Faulted(cause);
    }

    /// <exception cref="ObjectDisposedException">The transport is disposed.</exception>
    /// <exception cref="TransportFaultedException">The transport has failed.</exception>
    public void ThrowIfOver()
    {
        switch (_state)
        {
            case TransportState.Closed:
                throw Disposed();
            case TransportState.Faulted:
                throw Faulted(_fault!);
            default:
                return;
        }
    }

    /// <summary>What a call gets that needs a session and finds none, or finds it ending.</summary>
    public Exception NotConnected() => _state switch
    {
        TransportState.Closed => Disposed(),
        TransportState.Faulted => Faulted(_fault!),
        TransportState.Disconnected => new InvalidOperationException(
            "The transport is not connected. Nothing was sent. Call ConnectAsync first; a host does where ConnectOnStart is set."),
        _ => new InvalidOperationException("The transport is being disconnected. Nothing was sent."),
    };

    private static bool IsOfSession(TransportState state) => state is
        TransportState.Connecting or TransportState.Connected or TransportState.Degraded or TransportState.Offline;

    private static ObjectDisposedException Disposed() =>
        new(nameof(RelayWebSocketTransport), "The transport is disposed.");

    // A new one for each caller: a stack trace shared between threads would tell nobody's story.
    private static TransportFaultedException Faulted(Exception cause) =>
        new($"The transport has failed and cannot go on: {cause.Message} Create a new transport.", cause);

    private static TaskCompletionSource NewSource() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    // Under the lock, so that events come in the order of the changes. Disposal is the end of all, a fault of all but
    // that.
    private void Change(TransportState state, string reason)
    {
        var old = _state;
        var isOver = old == TransportState.Closed || (old == TransportState.Faulted && state != TransportState.Closed);
        if (old == state || isOver)
        {
            return;
        }

        (_state, _reason) = (state, reason);
        var isTrouble = (state == TransportState.Degraded && old == TransportState.Connected)
            || state is TransportState.Offline or TransportState.Faulted;
        RelayLog.StateChanged(logger, isTrouble ? LogLevel.Warning : LogLevel.Information, old, state, reason);
        raise(new(old, state, reason));
    }

    private void Refuse(Exception error)
    {
        if (_open.Task.IsCompletedSuccessfully)
        {
            _open = NewSource();
        }

        _ = _open.TrySetException(error);
        _ = _open.Task.Exception; // Often nobody waits, and then nobody else looks at it.
    }
}
