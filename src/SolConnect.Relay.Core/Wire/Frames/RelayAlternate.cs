namespace SolConnect.Relay.Core.Wire;

/// <summary>Another relay that a relay knows of. Untrusted until a directory or the options confirm it.</summary>
internal readonly record struct RelayAlternate(string Id, string Url)
{
    /// <summary>Two lengths and one byte of text behind each.</summary>
    private const int MinBytes = 4;

    public static void WriteAll(WireBuffer buffer, IReadOnlyList<RelayAlternate> alternates)
    {
        // Alternates are advice, and a relay may know of more than fit: the first ones are enough to leave it by.
        var count = Math.Min(alternates.Count, WireProtocol.MaxAlternates);
        buffer.Number(count);
        for (var index = 0; index < count; index++)
        {
            buffer.Text(alternates[index].Id, WireProtocol.MaxRelayIdBytes);
            buffer.Text(alternates[index].Url, WireProtocol.MaxUrlBytes);
        }
    }

    public static RelayAlternate[] ReadAll(ref WireReader reader)
    {
        var count = reader.Count(WireProtocol.MaxAlternates, MinBytes);
        var alternates = count == 0 ? [] : new RelayAlternate[count];
        for (var index = 0; index < count && !reader.Failed; index++)
        {
            alternates[index] = new(reader.Name(WireProtocol.MaxRelayIdBytes), reader.Name(WireProtocol.MaxUrlBytes));
        }

        return alternates;
    }
}
