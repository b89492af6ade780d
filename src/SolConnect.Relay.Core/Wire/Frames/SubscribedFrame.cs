namespace SolConnect.Relay.Core.Wire;

/// <summary>
/// A relay's answer to Subscribe. A long frontier continues in further frames, the last of which has no <c>More</c>.
/// </summary>
/// <param name="NextOffset">The offset of the first record that this cursor will deliver.</param>
/// <param name="EndOffset">One past the last record that the log held at this moment.</param>
/// <param name="Frontier">Per producer, the last sequence before <paramref name="NextOffset"/>.</param>
internal readonly record struct SubscribedFrame(
    int Subscription, SubscribeOutcome Outcome, LogId Log, long NextOffset, long EndOffset, bool More,
    IReadOnlyList<FrontierEntry> Frontier)
{
    public void Write(WireBuffer buffer)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Frontier.Count, WireProtocol.MaxFrontierEntries);
        buffer.BeginFrame(FrameType.Subscribed);
        buffer.Number(Subscription);
        buffer.Byte((byte)Outcome);
        buffer.Id(Log.Value);
        buffer.Number(NextOffset);
        buffer.Number(EndOffset);
        buffer.Byte(More ? (byte)1 : (byte)0);
        buffer.Number(Frontier.Count);
        for (var index = 0; index < Frontier.Count; index++)
        {
            Frontier[index].Write(buffer);
        }

        buffer.EndFrame();
    }

    public static bool TryRead(ReadOnlySpan<byte> body, out SubscribedFrame frame)
    {
        var reader = new WireReader(body);
        var subscription = reader.Number(int.MaxValue);
        var outcome = (SubscribeOutcome)reader.Byte();
        var log = new LogId(reader.Id());
        var next = reader.Number();
        var end = reader.Number();
        var more = reader.Byte();
        var count = reader.Count(WireProtocol.MaxFrontierEntries, FrontierEntry.MinBytes);
        var frontier = count == 0 ? [] : new FrontierEntry[count];
        var valid = true;
        for (var index = 0; index < count && !reader.Failed; index++)
        {
            frontier[index] = FrontierEntry.Read(ref reader);
            valid &= frontier[index] is { Generation: >= 1, Sequence: >= 1 };
        }

        frame = new(subscription, outcome, log, next, end, more == 1, frontier);
        return reader.IsComplete && valid && outcome <= SubscribeOutcome.Refused && more <= 1 && end >= next;
    }
}
