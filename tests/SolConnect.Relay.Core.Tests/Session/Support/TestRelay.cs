using System.Text;
using SolConnect.Relay.Core.Session;
using SolConnect.Relay.Core.Wire;

namespace SolConnect.Relay.Core.Tests.Session.Support;

/// <summary>A relay made of frames only: it says what a test tells it to say, and keeps what it read.</summary>
internal sealed class TestRelay(SessionWorld world, RelayEndpoint endpoint, int slot) : FrameRecorder
{
    private readonly Queue<(int Connection, WireBuffer Buffer)> _unwritten = new();
    private readonly AnswerQueue _answers = new();
    private bool _withholdsAcks;
    private bool _isDialled;

    public RelayEndpoint Endpoint => endpoint;

    public string Id => endpoint.Id;

    /// <summary>The number of the last connection, whatever became of it.</summary>
    public int Connection { get; private set; }

    public int Dials { get; private set; }

    /// <summary>How the session ended the connection; null while it has not.</summary>
    public ConnectionEnd? End { get; private set; }

    /// <summary>The session ended the connection without a word.</summary>
    public bool WasAborted { get; private set; }

    /// <summary>There is no connection, not even one that is being dialled.</summary>
    public bool IsGone { get; private set; } = true;

    /// <summary>The same relay on the last connection that was dialled beside this one.</summary>
    public TestRelay? Challenger { get; private set; }

    public LogId Log { get; set; } = new(new Guid(slot + 1, 0, 0, new byte[8]));

    public Durability Durability { get; set; } = Durability.Received;

    public RelayLimits Limits { get; set; } = new(65_536, 1_000_000, 1_000);

    /// <summary>Takes nothing more: writes stay outstanding until it reads again.</summary>
    public bool IsStalled { get; set; }

    public int WritesOutstanding => _unwritten.Count;

    public RelayView View => world.Session.DescribeRelays().Single(view => view.Endpoint.Id == endpoint.Id);

    public ConnectionPhase Phase => View.Phase;

    public bool IsSuspected => View.SuspectedAt != Instant.Never;

    public Instant NextAnswerAt => _answers.NextAt;

    /// <summary>The relay's clock in microseconds; each relay has its own origin.</summary>
    public long Clock => ((slot + 1) * 7_000_000_000L) + (world.Now.Ticks / 10);

    /// <summary>The WebSocket opens and the relay says Welcome, once it is dialled.</summary>
    public TestRelay Open()
    {
        while (!_isDialled)
        {
            world.AdvanceToDeadline();
        }

        return Accept().Welcome();
    }

    public TestRelay Accept()
    {
        _isDialled = false;
        world.Step(SessionInput.DialSucceeded(Connection));
        return this;
    }

    public TestRelay Welcome(SetVerdict verdict = SetVerdict.Same) => Say(new WelcomeFrame(
        Id, "", Log, Durability, Clock, Limits, TimeSpan.FromSeconds(10), LoadPerMille: 250, verdict, []).Write);

    public TestRelay FailDial(TimeSpan retryAfter = default)
    {
        EndConnection();
        world.Step(SessionInput.DialFailed(Connection, new(CloseReason.Unreachable, "refused", retryAfter)));
        return this;
    }

    public TestRelay Lose(TimeSpan retryAfter = default)
    {
        EndConnection();
        world.Step(SessionInput.ConnectionLost(Connection, new(CloseReason.Reset, "reset", retryAfter)));
        return this;
    }

    /// <summary>From now on it answers pings and messages by itself, after so many milliseconds.</summary>
    public TestRelay Answer(double after = 10)
    {
        (_answers.Delay, _withholdsAcks) = (TimeSpan.FromMilliseconds(after), false);
        return this;
    }

    /// <summary>It answers pings only.</summary>
    public TestRelay WithholdAcks()
    {
        _withholdsAcks = true;
        return this;
    }

    /// <summary>It answers nothing that it takes from now on; answers that are on their way still come.</summary>
    public TestRelay Mute()
    {
        _answers.Delay = null;
        return this;
    }

    public void SayAnswer() => Say(_answers.Take());

    public TestRelay Ack(long through, string topic = "t") => Say(new AckFrame(AliasOf(topic), through).Write);

    public TestRelay Reject(
        long sequence, RejectCode code = RejectCode.OutOfOrder, long expected = 0, TimeSpan retryAfter = default,
        string topic = "t") => Say(new RejectFrame(AliasOf(topic), sequence, code, expected, retryAfter).Write);

    public TestRelay Subscribed(
        SubscribeOutcome outcome = SubscribeOutcome.Fresh, long next = 0, long? end = null, bool more = false,
        int subscription = 1, params (int Producer, long Sequence)[] frontier) => Say(new SubscribedFrame(
            subscription, outcome, Log, next, end ?? next, more,
            [.. frontier.Select(entry => new FrontierEntry(ProducerOf(entry.Producer), 1, entry.Sequence))]).Write);

    /// <summary>One record of the log. A message's text is its producer and sequence, as in "p1-3".</summary>
    public TestRelay Deliver(
        long offset, long sequence, int producer = 1, RecordKind kind = RecordKind.Message, int padding = 0,
        int subscription = 1, long generation = 1) =>
        Say(DeliverOf(offset, sequence, producer, kind, padding, subscription, generation));

    /// <summary>Answers a Sync, by default the last one.</summary>
    public TestRelay Synced(SyncFrame? sync = null)
    {
        var answer = sync ?? Syncs[^1];
        return Say(buffer => answer.Write(buffer, FrameType.Synced));
    }

    /// <summary>What it thinks of the set hash that it was told last.</summary>
    public TestRelay Verdict(SetVerdict verdict) => Say(new SetVerdictFrame(verdict).Write);

    public TestRelay Pong(long? nonce = null) => Say(new PongFrame(nonce ?? Pings[^1].Nonce, 500, Clock).Write);

    public TestRelay GoAway(TimeSpan deadline = default) =>
        Say(new GoAwayFrame(GoAwayReason.Shutdown, deadline, []).Write);

    public TestRelay Say(params Action<WireBuffer>[] frames)
    {
        var buffer = new WireBuffer();
        foreach (var write in frames)
        {
            write(buffer);
        }

        return SayBytes(buffer.Written);
    }

    public TestRelay SayBytes(ReadOnlyMemory<byte> message)
    {
        world.Step(SessionInput.Received(Connection, message));
        return this;
    }

    public static Action<WireBuffer> DeliverOf(
        long offset, long sequence, int producer = 1, RecordKind kind = RecordKind.Message, int padding = 0,
        int subscription = 1, long generation = 1) => buffer =>
    {
        var isMessage = kind == RecordKind.Message;
        var text = $"p{producer}-{sequence}".PadRight(padding);
        var record = new WireBuffer();
        new LogRecord
        {
            Kind = kind,
            Producer = ProducerOf(producer),
            Generation = generation,
            Sequence = sequence,
            Timestamp = isMessage ? 1_700_000_000_000 : 0,
            Payload = isMessage ? Encoding.UTF8.GetBytes(text) : [],
        }.Write(record);
        DeliverFrame.Write(buffer, subscription, offset, record.Written.Span);
    };

    public static ProducerId ProducerOf(int number) => new(new Guid(100 + number, 0, 0, new byte[8]));

    public void Dial(int connection)
    {
        (Connection, End, WasAborted, IsGone, _isDialled) = (connection, null, false, false, true);
        Dials++;
        ClearFrames();
    }

    /// <summary>A second socket to the same relay.</summary>
    public TestRelay Challenge() => Challenger = new(world, endpoint, slot) { Log = Log };

    public void Close(ConnectionEnd end, bool isAbort)
    {
        Assert.Null(End);
        (End, WasAborted) = (end, isAbort);
        EndConnection();
    }

    public void Take(WireBuffer buffer)
    {
        Assert.Null(End);
        var (pings, published) = (Pings.Count, Published.Count);
        Decode(buffer.Written.Span);
        _unwritten.Enqueue((Connection, buffer));
        foreach (var ping in Pings.Skip(pings))
        {
            _answers.Add(world.Now, new PongFrame(ping.Nonce, 500, Clock).Write);
        }

        var unanswered = Published.Skip(_withholdsAcks ? Published.Count : published);
        foreach (var record in unanswered.Where(record => record.Kind != RecordKind.Mark))
        {
            _answers.Add(world.Now, new AckFrame(AliasOf(record.Topic), record.Sequence).Write);
        }
    }

    /// <summary>Confirms the oldest write, unless the relay does not read. Returns whether there was one.</summary>
    public bool AnswerWrite()
    {
        if (IsStalled || !_unwritten.TryDequeue(out var write))
        {
            return false;
        }

        world.Session.Step(SessionInput.Written(write.Connection, write.Buffer), world.Now);
        return true;
    }

    private void EndConnection()
    {
        (_isDialled, IsGone) = (false, true);
        _answers.Clear();
    }
}
