using System.Text;
using SolConnect.Relay.Core.Wire;

namespace SolConnect.Relay.Core.Tests.Session.Support;

/// <summary>What a relay read on its current connection, decoded.</summary>
internal abstract class FrameRecorder
{
    private readonly List<string> _topics = [];

    /// <summary>Types in the order in which they were written.</summary>
    public List<FrameType> Frames { get; } = [];

    public int Messages { get; private set; }

    public List<string> Topics => _topics;

    public List<Published> Published { get; } = [];

    public IEnumerable<long> Sequences => SequencesOf(RecordKind.Message);

    public IEnumerable<long> Tombstones => SequencesOf(RecordKind.Tombstone);

    public IEnumerable<long> Marks => SequencesOf(RecordKind.Mark);

    /// <summary>Outlives the connection, as the attempts in it are about all of them.</summary>
    public List<HelloFrame> Hellos { get; } = [];

    public List<SubscribeFrame> Subscribes { get; } = [];

    public List<int> Unsubscribes { get; } = [];

    public List<long> Credits { get; } = [];

    public List<SyncFrame> Syncs { get; } = [];

    public List<PingFrame> Pings { get; } = [];

    public List<PongFrame> Pongs { get; } = [];

    public List<ErrorFrame> Errors { get; } = [];

    /// <summary>Outlives the connection, like <see cref="Hellos"/>.</summary>
    public List<ulong> SetHashes { get; } = [];

    protected int AliasOf(string topic)
    {
        Assert.Contains(topic, _topics);
        return _topics.IndexOf(topic) + 1;
    }

    protected void ClearFrames()
    {
        Messages = 0;
        Frames.Clear();
        _topics.Clear();
        Published.Clear();
        Subscribes.Clear();
        Unsubscribes.Clear();
        Credits.Clear();
        Syncs.Clear();
        Pings.Clear();
        Pongs.Clear();
        Errors.Clear();
    }

    protected void Decode(ReadOnlySpan<byte> message)
    {
        Messages++;
        var reader = new FrameReader(message);
        FrameReadResult result;
        while ((result = reader.Read()) == FrameReadResult.Frame)
        {
            Frames.Add(reader.Type);
            Decode(reader.Type, reader.Body);
        }

        Assert.Equal(FrameReadResult.End, result);
    }

    private void Decode(FrameType type, ReadOnlySpan<byte> body)
    {
        switch (type)
        {
            case FrameType.Hello when HelloFrame.TryRead(body, out var frame):
                Hellos.Add(frame);
                break;
            case FrameType.Topic when TopicFrame.TryRead(body, out var frame):
                _topics.Add(frame.Name);
                Assert.Equal(_topics.Count, frame.Alias);
                break;
            case FrameType.Publish when PublishFrame.TryRead(body, int.MaxValue, out var frame):
                Published.Add(new(
                    RecordKind.Message, TopicOf(frame.Alias), frame.Sequence, frame.Floor,
                    Encoding.UTF8.GetString(frame.Payload)));
                break;
            case FrameType.Tombstone when TombstoneFrame.TryRead(body, out var frame):
                Published.Add(new(RecordKind.Tombstone, TopicOf(frame.Alias), frame.Sequence, frame.Floor));
                break;
            case FrameType.Mark when MarkFrame.TryRead(body, out var frame):
                Published.Add(new(RecordKind.Mark, TopicOf(frame.Alias), frame.Through));
                break;
            case FrameType.Subscribe when SubscribeFrame.TryRead(body, out var frame):
                Subscribes.Add(frame);
                break;
            case FrameType.Unsubscribe when UnsubscribeFrame.TryRead(body, out var frame):
                Unsubscribes.Add(frame.Subscription);
                break;
            case FrameType.Credit when CreditFrame.TryRead(body, out var frame):
                Credits.Add(frame.Bytes);
                break;
            case FrameType.Sync when SyncFrame.TryRead(body, out var frame):
                Syncs.Add(frame);
                break;
            case FrameType.Ping when PingFrame.TryRead(body, out var frame):
                Pings.Add(frame);
                break;
            case FrameType.Pong when PongFrame.TryRead(body, out var frame):
                Pongs.Add(frame);
                break;
            case FrameType.Error when ErrorFrame.TryRead(body, out var frame):
                Errors.Add(frame);
                break;
            case FrameType.SetHash when SetHashFrame.TryRead(body, out var frame):
                SetHashes.Add(frame.SetHash);
                break;
            default:
                Assert.Fail($"The session wrote a {type} frame that no relay can read.");
                break;
        }
    }

    private string TopicOf(int alias)
    {
        Assert.InRange(alias, 1, _topics.Count);
        return _topics[alias - 1];
    }

    private IEnumerable<long> SequencesOf(RecordKind kind) =>
        Published.Where(record => record.Kind == kind).Select(record => record.Sequence);
}
