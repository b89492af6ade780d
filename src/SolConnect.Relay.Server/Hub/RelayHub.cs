using SolConnect.Relay.Core;
using SolConnect.Relay.Core.Wire;
using SolConnect.Relay.Server.Hub.Connections;
using SolConnect.Relay.Server.Hub.Log;

namespace SolConnect.Relay.Server.Hub;

/// <summary>
/// The relay as a machine without IO: inputs and time in, effects and the next deadline out. One thread drives it.
/// Frames are encoded in <see cref="TryTakeEffect"/>, so several inputs before it become one batch and one ack.
/// </summary>
internal sealed class RelayHub
{
    // Retention is applied with every append; this is for topics on which nothing happens any more.
    private static readonly TimeSpan TrimInterval = TimeSpan.FromSeconds(30);

    private readonly HubOptions _options;
    private readonly TopicTable _topics;
    private readonly ConnectionTable _connections = new();
    private readonly HubOutbox _outbox;
    private readonly ConnectionEndings _endings;
    private readonly ClientGreeting _greeting;
    private readonly ClientFrames _frames;
    private Instant _now;
    private Instant _trimAt;
    private HubDrain? _drain;

    /// <param name="log">Names this incarnation of the relay's logs; drawn anew whenever a hub starts empty.</param>
    public RelayHub(HubOptions options, LogId log)
    {
        _options = options;
        Log = log;
        _topics = new(options);
        HubStatus Status() => new(Log, LoadPerMille, RelayClock.Microseconds(_now));
        _outbox = new(Status);
        _endings = new(_connections, _outbox);
        _greeting = new(options, _connections, _outbox, _endings, Status);
        _frames = new(options, log, _topics, _connections, _outbox);
    }

    public LogId Log { get; }

    /// <summary>Connections that hold a place, whether or not they have said Hello.</summary>
    public int Connections => _connections.Count;

    public int Topics => _topics.Count;

    /// <summary>Encoded records in all logs.</summary>
    public long LogBytes => _topics.Bytes;

    public bool IsDraining => _drain is not null;

    /// <summary>The earliest moment at which a Tick would do something.</summary>
    public Instant NextDeadline
    {
        get
        {
            var hello = _connections.LongestAwaitingHello()?.HelloDeadline ?? Instant.Never;
            var trim = _topics.Count > 0 ? _trimAt : Instant.Never;
            var drain = _drain is { IsOver: false } ? _drain.Deadline : Instant.Never;
            return Instant.Earlier(Instant.Earlier(hello, _connections.NextExpiry), Instant.Earlier(trim, drain));
        }
    }

    /// <summary>
    /// Never throws because of what a peer sent. Inputs that name a connection which is gone are ignored.
    /// </summary>
    public void Step(in HubInput input, Instant now)
    {
        _now = Instant.Later(_now, now);
        switch (input.Kind)
        {
            case HubInputKind.Open:
                Accept(input.Connection, input.Access);
                break;
            case HubInputKind.Admit when _connections.TryGet(input.Connection, out var connection):
                connection.Access = input.Access;
                break;
            case HubInputKind.Refuse when _connections.TryGet(input.Connection, out var connection):
                Refuse(connection, input.Refusal);
                break;
            case HubInputKind.Received when _connections.TryGet(input.Connection, out var connection):
                connection.Denied = input.Denied;
                Receive(connection, input.Bytes.Span);
                break;
            case HubInputKind.Written:
                Written(input.Connection, input.Buffer);
                break;
            case HubInputKind.Closed when _connections.TryGet(input.Connection, out var connection):
                _endings.Release(connection);
                break;
            case HubInputKind.Drain:
                Drain(input.Reason, input.Grace);
                break;
            case HubInputKind.Reopen:
                Reopen();
                break;
            default:
                break;
        }

        CheckDeadlines();
    }

    public bool TryTakeEffect(out HubEffect effect) => _outbox.TryTake(out effect);

    private void Accept(int number, HubAccess? access)
    {
        if (_connections.Count >= _options.MaxConnections)
        {
            var error = new ErrorFrame(ErrorCode.Overloaded, "The relay holds as many connections as it may.");
            _outbox.Refuse(number, new(HubCloseCause.Overloaded, CloseStatus.TryAgainLater, error.Detail), error);
            return;
        }

        _connections.Add(new(number, access, _now + _options.HelloTimeout));
    }

    private void Receive(HubConnection connection, ReadOnlySpan<byte> message)
    {
        if (connection.Phase == HubConnectionPhase.AwaitingHello
            && _greeting.Count(connection, message.Length) is { IsFine: false } tooMuch)
        {
            _endings.Fail(connection, tooMuch);
            return;
        }

        var reader = new FrameReader(message);
        while (connection.Phase != HubConnectionPhase.Closed)
        {
            switch (reader.Read())
            {
                case FrameReadResult.Frame:
                    Handle(connection, reader.Type, reader.Body);
                    break;
                case FrameReadResult.End:
                    _outbox.Schedule(connection);
                    return;
                default:
                    _endings.Fail(connection, FrameVerdict.Violation("The message is not made of whole frames of known types."));
                    return;
            }
        }
    }

    private void Handle(HubConnection connection, FrameType type, ReadOnlySpan<byte> body)
    {
        if (type == FrameType.Error && ErrorFrame.TryRead(body, out var error))
        {
            var goodbye = $"The client gave up: {error.Code}.";
            _endings.End(connection, new(HubCloseCause.ClientError, CloseStatus.Normal, goodbye), null);
            return;
        }

        var verdict = connection.Phase == HubConnectionPhase.Open
            ? _frames.Handle(connection, type, body, _now)
            : _greeting.Handle(connection, type, body, _drain, _now);
        if (!verdict.IsFine)
        {
            _endings.Fail(connection, verdict);
        }
    }

    private void Refuse(HubConnection connection, HubRefusal refusal)
    {
        switch (refusal.Code)
        {
            case ErrorCode.Overloaded:
                connection.Output.Add(new GoAwayFrame(GoAwayReason.Overload, refusal.RetryAfter, []));
                _endings.End(
                    connection,
                    new(HubCloseCause.Overloaded, CloseStatus.TryAgainLater, "The access token cannot be checked now."),
                    null);
                break;
            case ErrorCode.Forbidden:
                _endings.Fail(connection, new(HubCloseCause.Forbidden, ErrorCode.Forbidden, "This client is not let in."));
                break;
            default:
                _endings.Fail(connection, FrameVerdict.Unauthorized("The access token was refused."));
                break;
        }
    }

    private void Written(int number, WireBuffer buffer)
    {
        _outbox.Return(buffer);
        if (_connections.TryGet(number, out var connection))
        {
            connection.WritesOutstanding--;
            _outbox.Schedule(connection);
        }
    }

    private void Drain(GoAwayReason reason, TimeSpan grace)
    {
        _drain = new(reason, _now + grace, _options.Alternates);
        foreach (var connection in _connections.All)
        {
            if (connection.Phase == HubConnectionPhase.Open)
            {
                connection.Output.Add(_drain.GoAway(_now));
                _outbox.Schedule(connection);
            }
        }
    }

    private void Reopen()
    {
        _drain = null;
        foreach (var connection in _connections.All.ToArray())
        {
            _endings.Release(connection);
        }

        _outbox.Clear();
    }

    private void CheckDeadlines()
    {
        while (_connections.LongestAwaitingHello() is { } connection && connection.HelloDeadline <= _now)
        {
            _endings.End(connection, new(HubCloseCause.HelloTimeout, CloseStatus.Policy, "No Hello came in time."), null);
        }

        while (_connections.Expired(_now) is { } connection)
        {
            _endings.Fail(connection, FrameVerdict.Unauthorized("The access token has expired."));
        }

        if (_drain is { IsOver: false } drain && drain.Deadline <= _now)
        {
            drain.IsOver = true;
            foreach (var connection in _connections.All.ToArray())
            {
                _endings.End(connection, drain.Close, null);
            }
        }

        if (_trimAt <= _now)
        {
            _topics.Trim(_now);
            _trimAt = _now + TrimInterval;
        }
    }

    private int LoadPerMille => (int)Math.Min(1000, 1000L * _connections.Count / _options.MaxConnections);
}
