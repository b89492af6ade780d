namespace SolConnect.Relay.Core;

/// <summary>
/// 64-bit hashes that are the same in every process and on every platform: FNV-1a (Fowler, Noll, Vo) over UTF-8, then the
/// finalizer of MurmurHash3 (Appleby), because FNV alone spreads the last characters badly.
/// </summary>
internal static class StableHash
{
    private const ulong OffsetBasis = 0xCBF29CE484222325;
    private const ulong Prime = 0x100000001B3;

    public static ulong Start => OffsetBasis;

    /// <summary>Adds a text and a terminator, so that "ab" + "c" differs from "a" + "bc".</summary>
    public static ulong Add(ulong hash, string text)
    {
        Span<byte> bytes = stackalloc byte[4];
        foreach (var rune in text.EnumerateRunes())
        {
            foreach (var value in bytes[..rune.EncodeToUtf8(bytes)])
            {
                hash = (hash ^ value) * Prime;
            }
        }

        return (hash ^ 0xFF) * Prime;
    }

    /// <summary>The hash of some bytes as they are.</summary>
    public static ulong Of(ReadOnlySpan<byte> bytes)
    {
        var hash = Start;
        foreach (var value in bytes)
        {
            hash = (hash ^ value) * Prime;
        }

        return Finish(hash);
    }

    public static ulong Finish(ulong hash)
    {
        hash = (hash ^ (hash >> 33)) * 0xFF51AFD7ED558CCD;
        hash = (hash ^ (hash >> 33)) * 0xC4CEB9FE1A85EC53;
        return hash ^ (hash >> 33);
    }
}
