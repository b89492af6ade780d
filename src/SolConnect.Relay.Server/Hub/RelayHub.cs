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
    private readonly ClientFrames _frames;
    private readonly HubOutbox _outbox;
    private Instant _now;
    private Instant _trimAt;
    private HubDrain? _drain;

    /// <param name="log">Names this incarnation of the relay's logs; drawn anew whenever a hub starts empty.</param>
    public RelayHub(HubOptions options, LogId log)
    {
        _options = options;
        Log = log;
        _topics = new(options);
        _outbox = new(() => new(Log, LoadPerMille, RelayClock.Microseconds(_now)));
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
                Release(connection);
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
        if (connection.Phase == HubConnectionPhase.AwaitingHello && !FitsBeforeHello(connection, message.Length))
        {
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
                    Fail(connection, FrameVerdict.Violation("The message is not made of whole frames of known types."));
                    return;
            }
        }
    }

    private bool FitsBeforeHello(HubConnection connection, int length)
    {
        connection.BytesBeforeHello += length;
        if (connection.BytesBeforeHello <= _options.MaxHelloBytes)
        {
            return true;
        }

        Fail(connection, FrameVerdict.Limit($"More than {_options.MaxHelloBytes} bytes came with or before Hello."));
        return false;
    }

    private void Handle(HubConnection connection, FrameType type, ReadOnlySpan<byte> body)
    {
        if (type == FrameType.Error && ErrorFrame.TryRead(body, out var error))
        {
            var goodbye = $"The client gave up: {error.Code}.";
            End(connection, new(HubCloseCause.ClientError, CloseStatus.Normal, goodbye), null);
            return;
        }

        var verdict = connection.Phase == HubConnectionPhase.Open
            ? _frames.Handle(connection, type, body, _now)
            : Hello(connection, type, body);
        if (!verdict.IsFine)
        {
            Fail(connection, verdict);
        }
    }

    private FrameVerdict Hello(HubConnection connection, FrameType type, ReadOnlySpan<byte> body)
    {
        if (type != FrameType.Hello)
        {
            return FrameVerdict.Violation($"The first frame has to be Hello, not {type}.");
        }

        if (!HelloFrame.TryRead(body, out var hello))
        {
            return FrameVerdict.Malformed(FrameType.Hello);
        }

        if (hello.Version != WireProtocol.Version)
        {
            return new(
                HubCloseCause.Version, ErrorCode.Version,
                $"This relay speaks version {WireProtocol.Version}, not {hello.Version}.");
        }

        if (connection.Access is null)
        {
            return FrameVerdict.Unauthorized("Nobody has checked who this is.");
        }

        if (_drain is not null)
        {
            connection.Output.Add(GoAway(_drain));
            End(connection, _drain.Close, null);
            return FrameVerdict.Fine;
        }

        return Welcome(connection, hello);
    }

    private FrameVerdict Welcome(HubConnection connection, in HelloFrame hello)
    {
        var rival = _connections.OfProducer(hello.Producer);
        if (rival is not null)
        {
            // A producer id is no secret: who learns one must not push its owner out.
            if (rival.Access!.Subject != connection.Access!.Subject)
            {
                return FrameVerdict.Fenced("Somebody else uses this producer id.");
            }

            if (!Supersedes(hello, rival.Hello))
            {
                return FrameVerdict.Fenced("A newer connection of this producer is open.");
            }

            Fail(rival, FrameVerdict.Fenced("A newer connection of this producer took over."));
        }

        if (_connections.OfSubject(connection.Access!.Subject) >= _options.MaxConnectionsPerSubject)
        {
            var error = new ErrorFrame(ErrorCode.Overloaded, "This subject holds as many connections as it may.");
            End(connection, new(HubCloseCause.Overloaded, CloseStatus.TryAgainLater, error.Detail), error);
            return FrameVerdict.Fine;
        }

        connection.Hello = hello;
        connection.Rate = RateLimit.From(_options, _now);
        _connections.Open(connection);
        connection.Output.Add(new WelcomeFrame(
            _options.RelayId, _options.Region, Log, _options.Durability, RelayClock.Microseconds(_now), _options.Limits,
            _options.HeartbeatInterval, LoadPerMille, _connections.VerdictOn(hello.SetHash), _options.Alternates));
        _outbox.Report(HubEffect.Welcomed(connection.Number, connection.Client));
        return FrameVerdict.Fine;
    }

    // A stale dial that arrives late must not push out the connection that took its place.
    private static bool Supersedes(in HelloFrame hello, in HelloFrame rival) =>
        hello.Generation > rival.Generation || (hello.Generation == rival.Generation && hello.Attempt > rival.Attempt);

    private void Refuse(HubConnection connection, HubRefusal refusal)
    {
        switch (refusal.Code)
        {
            case ErrorCode.Overloaded:
                connection.Output.Add(new GoAwayFrame(GoAwayReason.Overload, refusal.RetryAfter, []));
                End(
                    connection,
                    new(HubCloseCause.Overloaded, CloseStatus.TryAgainLater, "The access token cannot be checked now."),
                    null);
                break;
            case ErrorCode.Forbidden:
                Fail(connection, new(HubCloseCause.Forbidden, ErrorCode.Forbidden, "This client is not let in."));
                break;
            default:
                Fail(connection, FrameVerdict.Unauthorized("The access token was refused."));
                break;
        }
    }

    private void Fail(HubConnection connection, in FrameVerdict verdict)
    {
        var status = verdict.Code is ErrorCode.Protocol or ErrorCode.Version
            ? CloseStatus.ProtocolError
            : CloseStatus.Policy;
        End(connection, new(verdict.Cause, status, verdict.Detail), new ErrorFrame(verdict.Code, verdict.Detail));
    }

    private void End(HubConnection connection, HubClose close, ErrorFrame? error)
    {
        _outbox.End(connection, close, error);
        Release(connection);
    }

    private void Release(HubConnection connection)
    {
        foreach (var cursor in connection.Subscriptions.Values)
        {
            cursor.Log.Detach(cursor);
        }

        foreach (var alias in connection.Aliases)
        {
            if (alias.Log is not null)
            {
                alias.Log.Users--;
            }
        }

        _connections.Remove(connection);
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
        _drain = new(reason, _now + grace);
        foreach (var connection in _connections.All)
        {
            if (connection.Phase == HubConnectionPhase.Open)
            {
                connection.Output.Add(GoAway(_drain));
                _outbox.Schedule(connection);
            }
        }
    }

    private void Reopen()
    {
        _drain = null;
        foreach (var connection in _connections.All.ToArray())
        {
            Release(connection);
        }

        _outbox.Clear();
    }

    private GoAwayFrame GoAway(HubDrain drain)
    {
        var left = drain.Deadline > _now ? drain.Deadline - _now : TimeSpan.Zero;
        return new(drain.Reason, left, _options.Alternates);
    }

    private void CheckDeadlines()
    {
        while (_connections.LongestAwaitingHello() is { } connection && connection.HelloDeadline <= _now)
        {
            End(connection, new(HubCloseCause.HelloTimeout, CloseStatus.Policy, "No Hello came in time."), null);
        }

        while (_connections.Expired(_now) is { } connection)
        {
            Fail(connection, FrameVerdict.Unauthorized("The access token has expired."));
        }

        if (_drain is { IsOver: false } drain && drain.Deadline <= _now)
        {
            drain.IsOver = true;
            foreach (var connection in _connections.All.ToArray())
            {
                End(connection, drain.Close, null);
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
