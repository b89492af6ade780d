using SolConnect.Relay.Core.Delivery;
using SolConnect.Relay.Core.Session;
using SolConnect.Relay.Core.Tests.Session.Support;
using SolConnect.Relay.Core.Wire;

namespace SolConnect.Relay.Core.Tests.Session;

/// <summary>What many sends cost in steps, writes and frames, counted. Nothing is timed.</summary>
public sealed class SessionOperationTests
{
    private const int PayloadBytes = 100;

    private readonly SessionWorld _world = SessionWorld.Connected(options: new() { RequiredAcks = 2 });
    private readonly List<(int Connection, WireBuffer Buffer)> _writes = [];
    private int _settled;
    private int _settlements;
    private int _releases;

    [Theory]
    [InlineData(1)]
    [InlineData(64)]
    [InlineData(400)]
    public void Sends_that_wait_together_are_one_write_for_each_relay_and_one_frame_for_each_message(int messages)
    {
        Publish(messages);

        Assert.Equal(2, _writes.Count);
        Assert.Equal(2, _writes.Select(write => write.Connection).Distinct().Count());
        Assert.All(_writes, write => Assert.Equal(messages, Count(write.Buffer, FrameType.Publish)));
        Assert.All(_writes, write => Assert.Equal(1, Count(write.Buffer, FrameType.Topic)));
        Assert.All(_writes, write => Assert.InRange(write.Buffer.Length, 0, WireProtocol.CoalesceBytes));
    }

    [Fact]
    public void A_frame_adds_at_most_16_bytes_to_its_payload()
    {
        Publish(400);

        Assert.All(_writes, write => Assert.InRange(write.Buffer.Length, 0, (400 * (PayloadBytes + 16)) + 16));
    }

    [Fact]
    public void One_ack_of_each_relay_gives_all_of_them_their_receipts_and_causes_no_write()
    {
        Publish(400);
        var publishing = _writes.ConvertAll(write => write.Connection);
        _writes.Clear();

        foreach (var connection in publishing)
        {
            var frame = new WireBuffer();
            new AckFrame(1, 400).Write(frame);
            Step(SessionInput.Received(connection, frame.Written));
        }

        Assert.Equal(400, _settled);
        Assert.Equal(1, _settlements);
        Assert.Equal(0, _releases);
        Assert.Empty(_writes);
    }

    [Fact]
    public void While_two_writes_are_under_way_sends_gather_for_the_third()
    {
        Publish(1);
        Publish(1);
        var before = _writes.Count;

        for (var index = 0; index < 50; index++)
        {
            Publish(1);
        }

        Assert.Equal(before, _writes.Count);
        var (connection, buffer) = _writes[0];
        Step(SessionInput.Written(connection, buffer));
        Assert.Equal(before + 1, _writes.Count);
        Assert.Equal(50, Count(_writes[^1].Buffer, FrameType.Publish));
    }

    [Fact]
    public void Sends_may_gather_outside_only_while_no_relay_could_take_another_write()
    {
        var states = new List<bool> { _world.Session.IsBusyWriting };
        Publish(1);
        states.Add(_world.Session.IsBusyWriting);
        Publish(1);
        states.Add(_world.Session.IsBusyWriting);
        var (connection, buffer) = _writes[0];
        Step(SessionInput.Written(connection, buffer));
        states.Add(_world.Session.IsBusyWriting);
        Publish(1);
        states.Add(_world.Session.IsBusyWriting);
        Array.ForEach(_world.Relays, relay => relay.Lose());
        states.Add(_world.Session.IsBusyWriting);

        Assert.Equal([false, false, true, false, true, false], states);
    }

    // As the shell does: all that wait are one input.
    private void Publish(int messages)
    {
        var batch = new OutboundMessage[messages];
        for (var index = 0; index < messages; index++)
        {
            batch[index] = new();
            batch[index].Fill("t", new byte[PayloadBytes], PayloadBytes, [], 1_700_000_000_000);
        }

        Step(SessionInput.Publish(batch));
    }

    private void Step(in SessionInput input)
    {
        _world.Session.Step(input, _world.Now);
        while (_world.Session.TryTakeEffect(out var effect))
        {
            if (effect.Kind == SessionEffectKind.Write)
            {
                _writes.Add((effect.Connection, effect.Buffer));
            }
            else if (effect.Kind == SessionEffectKind.SendsSettled)
            {
                _settled += effect.Settled.Length;
                _settlements++;
            }
            else if (effect.Kind == SessionEffectKind.SendReleased)
            {
                _releases++;
            }
        }
    }

    private static int Count(WireBuffer buffer, FrameType type)
    {
        var reader = new FrameReader(buffer.Written.Span);
        var count = 0;
        while (reader.Read() == FrameReadResult.Frame)
        {
            count += reader.Type == type ? 1 : 0;
        }

        return count;
    }
}
