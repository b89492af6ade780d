namespace SolConnect.Relay.Core.Wire;

/// <summary>The last sequence of one producer before a subscription's start in a relay's log.</summary>
internal readonly record struct FrontierEntry(ProducerId Producer, long Generation, long Sequence)
{
    /// <summary>An id and two numbers of one byte.</summary>
    public const int MinBytes = 18;

    public void Write(WireBuffer buffer)
    {
        buffer.Id(Producer.Value);
        buffer.Number(Generation);
        buffer.Number(Sequence);
    }

    public static FrontierEntry Read(ref WireReader reader) => new(new(reader.Id()), reader.Number(), reader.Number());
}
