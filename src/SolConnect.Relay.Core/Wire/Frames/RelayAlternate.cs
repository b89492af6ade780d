namespace SolConnect.Relay.Core.Wire;

/// <summary>Another relay that a relay knows of. Untrusted until a directory or the options confirm it.</summary>
internal readonly record struct RelayAlternate(string Id, string Url)
{
    public static void WriteAll(WireBuffer buffer, IReadOnlyList<RelayAlternate> alternates)
    {
        buffer.Number(alternates.Count);
        for (var index = 0; index < alternates.Count; index++)
        {
            buffer.Text(alternates[index].Id, WireProtocol.MaxRelayIdBytes);
            buffer.Text(alternates[index].Url, WireProtocol.MaxUrlBytes);
        }
    }

    public static RelayAlternate[] ReadAll(ref WireReader reader)
    {
        var count = reader.Number(WireProtocol.MaxAlternates);
        var alternates = count == 0 ? [] : new RelayAlternate[count];
        for (var index = 0; index < count && !reader.Failed; index++)
        {
            alternates[index] = new(reader.Text(WireProtocol.MaxRelayIdBytes), reader.Text(WireProtocol.MaxUrlBytes));
        }

        return alternates;
    }
}
