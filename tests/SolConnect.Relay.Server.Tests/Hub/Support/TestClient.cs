using System.Text;
using SolConnect.Relay.Core.Wire;
using SolConnect.Relay.Server.Hub;

namespace SolConnect.Relay.Server.Tests.Hub.Support;

/// <summary>A client made of frames only: encodes what a test sends and keeps what the hub wrote, decoded.</summary>
internal sealed class TestClient(HubWorld world, int number, ProducerId producer)
{
    private readonly Queue<WireBuffer> _unwritten = new();
    private int _aliases;

    public int Number { get; } = number;

    public ProducerId Producer { get; } = producer;

    /// <summary>Takes nothing more from the hub: writes stay outstanding until it reads again.</summary>
    public bool IsStalled { get; private set; }

    /// <summary>What the shell found out about the topics of every further message.</summary>
    public IReadOnlyCollection<DeniedTopic>? Denied { get; set; }

    public int WritesOutstanding => _unwritten.Count;

    /// <summary>Frames in the order in which they came.</summary>
    public List<FrameType> Frames { get; } = [];

    public List<int> MessageLengths { get; } = [];

    public List<WelcomeFrame> Welcomes { get; } = [];

    public List<AckFrame> Acks { get; } = [];

    public List<RejectFrame> Rejects { get; } = [];

    public List<SubscribedFrame> Subscribed { get; } = [];

    public List<Delivered> Delivered { get; } = [];

    public List<SyncFrame> Synced { get; } = [];

    public List<PongFrame> Pongs { get; } = [];

    public List<SetVerdict> SetVerdicts { get; } = [];

    public List<GoAwayFrame> GoAways { get; } = [];

    public List<ErrorFrame> Errors { get; } = [];

    /// <summary>How the hub ended the connection; null while it has not.</summary>
    public HubClose? End { get; set; }

    public IEnumerable<string> Texts => Delivered.Select(delivered => delivered.Text);

    public TestClient Hello(long generation = 1, long attempt = 1, ulong setHash = 0, int version = 1) =>
        Send(new HelloFrame(version, Producer, generation, attempt, "test", setHash, "").Write);

    /// <summary>Gives the topic the next alias.</summary>
    public TestClient Topic(string name) => Send(new TopicFrame(++_aliases, name).Write);

    public TestClient Publish(long sequence, long floor = 1, string? text = null, int alias = 1) =>
        PublishBytes(sequence, Encoding.UTF8.GetBytes(text ?? $"m{sequence}"), floor, alias);

    public TestClient PublishBytes(long sequence, byte[] payload, long floor = 1, int alias = 1) => Send(buffer =>
        new PublishFrame
        {
            Alias = alias,
            Sequence = sequence,
            Floor = floor,
            Timestamp = 1_700_000_000_000,
            Headers = [],
            Payload = payload,
        }.Write(buffer));

    /// <summary>1, 2, 3 … through <paramref name="last"/>.</summary>
    public TestClient PublishAll(long last, int alias = 1)
    {
        for (var sequence = 1L; sequence <= last; sequence++)
        {
            Publish(sequence, alias: alias);
        }

        return this;
    }

    public TestClient Tombstone(long sequence, long floor = 1, int alias = 1) =>
        Send(new TombstoneFrame(alias, sequence, floor).Write);

    public TestClient Mark(long through, int alias = 1) => Send(new MarkFrame(alias, through).Write);

    public TestClient Subscribe(
        string topic, StartKind kind = StartKind.Earliest, LogPosition start = default, long time = 0,
        long credit = 1_000_000_000, int subscription = 1) =>
        Send(new SubscribeFrame(subscription, topic, kind, start, time, credit).Write);

    public TestClient Unsubscribe(int subscription = 1) => Send(new UnsubscribeFrame(subscription).Write);

    public TestClient Credit(long bytes, int subscription = 1) => Send(new CreditFrame(subscription, bytes).Write);

    public TestClient Sync(long nonce, int subscription = 1) =>
        Send(buffer => new SyncFrame(subscription, nonce).Write(buffer, FrameType.Sync));

    public TestClient SetHash(ulong hash) => Send(new SetHashFrame(hash).Write);

    public TestClient Ping(long nonce) => Send(new PingFrame(nonce).Write);

    public TestClient Send(Action<WireBuffer> write)
    {
        var buffer = new WireBuffer();
        write(buffer);
        return SendBytes(buffer.Written);
    }

    public TestClient SendBytes(ReadOnlyMemory<byte> message)
    {
        world.Step(HubInput.Received(Number, message, Denied));
        return this;
    }

    /// <summary>The connection breaks under it.</summary>
    public void Break() => world.Step(HubInput.Closed(Number));

    public TestClient Stall()
    {
        IsStalled = true;
        return this;
    }

    public void Read()
    {
        IsStalled = false;
        while (_unwritten.TryDequeue(out var buffer))
        {
            world.Step(HubInput.Written(Number, buffer));
        }
    }

    public void Take(WireBuffer buffer)
    {
        Assert.Null(End);
        Decode(buffer.Written.Span);
        _unwritten.Enqueue(buffer);
        Assert.InRange(_unwritten.Count, 1, 2);
        if (!IsStalled)
        {
            Read();
        }
    }

    private void Decode(ReadOnlySpan<byte> message)
    {
        MessageLengths.Add(message.Length);
        var reader = new FrameReader(message);
        FrameReadResult result;
        while ((result = reader.Read()) == FrameReadResult.Frame)
        {
            Frames.Add(reader.Type);
            Decode(reader.Type, reader.Body, reader.FrameLength);
        }

        Assert.Equal(FrameReadResult.End, result);
    }

    private void Decode(FrameType type, ReadOnlySpan<byte> body, int length)
    {
        switch (type)
        {
            case FrameType.Welcome when WelcomeFrame.TryRead(body, out var frame):
                Welcomes.Add(frame);
                break;
            case FrameType.Ack when AckFrame.TryRead(body, out var frame):
                Acks.Add(frame);
                break;
            case FrameType.Reject when RejectFrame.TryRead(body, out var frame):
                Rejects.Add(frame);
                break;
            case FrameType.Subscribed when SubscribedFrame.TryRead(body, out var frame):
                Subscribed.Add(frame);
                break;
            case FrameType.Deliver when DeliverFrame.TryRead(body, int.MaxValue, out var frame):
                var record = frame.Record;
                Delivered.Add(new(
                    frame.Subscription, frame.Offset, record.Kind, record.Producer, record.Generation, record.Sequence,
                    Encoding.UTF8.GetString(record.Payload), length));
                break;
            case FrameType.Synced when SyncFrame.TryRead(body, out var frame):
                Synced.Add(frame);
                break;
            case FrameType.Pong when PongFrame.TryRead(body, out var frame):
                Pongs.Add(frame);
                break;
            case FrameType.SetVerdict when SetVerdictFrame.TryRead(body, out var frame):
                SetVerdicts.Add(frame.Verdict);
                break;
            case FrameType.GoAway when GoAwayFrame.TryRead(body, out var frame):
                GoAways.Add(frame);
                break;
            case FrameType.Error when ErrorFrame.TryRead(body, out var frame):
                Errors.Add(frame);
                break;
            default:
                Assert.Fail($"The hub wrote a {type} frame that no client can read.");
                break;
        }
    }
}
