using System.Diagnostics;

namespace SolConnect.Relay.Benchmarks.Soak;

/// <summary>What this process holds at one moment, garbage apart.</summary>
internal sealed record ProcessSample
{
    public required TimeSpan At { get; init; }

    public required long HeapBytes { get; init; }

    public required long ResidentBytes { get; init; }

    public required int Files { get; init; }

    public required int Threads { get; init; }

    public required int Timers { get; init; }

    public static ProcessSample Take(TimeSpan at)
    {
        GC.Collect(2, GCCollectionMode.Forced, blocking: true, compacting: true);
        GC.WaitForPendingFinalizers();
        GC.Collect(2, GCCollectionMode.Forced, blocking: true, compacting: true);
        using var process = Process.GetCurrentProcess();
        return new()
        {
            At = at,
            HeapBytes = GC.GetTotalMemory(forceFullCollection: false),
            ResidentBytes = process.WorkingSet64,
            Files = Directory.GetFiles("/proc/self/fd").Length,
            Threads = process.Threads.Count,
            Timers = (int)Timer.ActiveCount,
        };
    }
}
