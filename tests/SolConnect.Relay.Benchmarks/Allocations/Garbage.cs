namespace SolConnect.Relay.Benchmarks.Allocations;

/// <summary>What the process has allocated and collected so far.</summary>
internal readonly record struct Garbage(long Bytes, int Gen0, int Gen1, int Gen2)
{
    public static Garbage Now() =>
        new(GC.GetTotalAllocatedBytes(precise: true), GC.CollectionCount(0), GC.CollectionCount(1), GC.CollectionCount(2));

    public static Garbage operator -(Garbage now, Garbage before) =>
        new(now.Bytes - before.Bytes, now.Gen0 - before.Gen0, now.Gen1 - before.Gen1, now.Gen2 - before.Gen2);
}
