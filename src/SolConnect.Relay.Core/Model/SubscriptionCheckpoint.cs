namespace SolConnect.Relay;

/// <summary>
/// How far an application has come with one subscription: a place in each log that was read, and the last message of
/// each producer. It is immutable, so that it can be stored with the work that the messages led to, and a later process
/// goes on behind it through <see cref="SubscriptionOptions.ResumeFrom"/>.
/// </summary>
/// <remarks>
/// Bounded: at most 64 logs and <c>MaxProducers</c> producers, those that were heard of last. It holds ids and numbers
/// only, no payloads and no secrets.
/// </remarks>
public sealed class SubscriptionCheckpoint
{
    internal SubscriptionCheckpoint(string topic, LogPosition[] positions, MessageId[] lastMessages) =>
        (Topic, Positions, LastMessages) = (topic, positions, lastMessages);

    /// <summary>The topic of the subscription.</summary>
    public string Topic { get; }

    /// <summary>
    /// For each log the offset before which everything is accounted for; the log that moved last comes last.
    /// </summary>
    public IReadOnlyList<LogPosition> Positions { get; }

    /// <summary>
    /// For each producer and generation the last message that is accounted for: taken, abandoned by its producer, or
    /// older than the subscription. The producer that was heard of last comes last.
    /// </summary>
    public IReadOnlyList<MessageId> LastMessages { get; }

    /// <summary>Reads what <see cref="ToBytes"/> wrote.</summary>
    /// <exception cref="FormatException">
    /// The bytes are no checkpoint, are cut off or damaged, or were written by a newer version of this library.
    /// </exception>
    public static SubscriptionCheckpoint Parse(ReadOnlySpan<byte> bytes) => CheckpointFormat.Read(bytes);

    /// <summary>
    /// A compact form to store, with a version and a checksum: some 20 bytes for each log and producer.
    /// </summary>
    public byte[] ToBytes() => CheckpointFormat.Write(this);

    /// <summary>For people and logs.</summary>
    public override string ToString() => $"'{Topic}': {Positions.Count} logs, {LastMessages.Count} producers";

    /// <summary>The offset to go on at in a log; <c>null</c> for one that was not read.</summary>
    internal long? OffsetIn(LogId log)
    {
        foreach (var position in Positions)
        {
            if (position.Log == log)
            {
                return position.Offset;
            }
        }

        return null;
    }
}
