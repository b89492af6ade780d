namespace SolConnect.Relay.Simulation.Histories;

/// <summary>Tells payloads apart: FNV-1a over the bytes and their number, eight at a time.</summary>
internal static class PayloadHash
{
    private const ulong Prime = 0x100000001B3;

    public static ulong Of(ReadOnlySpan<byte> payload)
    {
        var hash = 0xCBF29CE484222325 ^ (ulong)payload.Length;
        for (; payload.Length >= 8; payload = payload[8..])
        {
            hash = (hash ^ BitConverter.ToUInt64(payload)) * Prime;
            hash ^= hash >> 32;
        }

        foreach (var item in payload)
        {
            hash = (hash ^ item) * Prime;
        }

        return hash;
    }
}
