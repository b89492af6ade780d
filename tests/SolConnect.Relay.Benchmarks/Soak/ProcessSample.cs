using System.Diagnostics;

namespace SolConnect.Relay.Benchmarks.Soak;

/// <summary>What this process holds at one moment, garbage apart.</summary>
internal sealed record ProcessSample
{
    public required TimeSpan At { get; init; }

    public required long HeapBytes { get; init; }

    public required long ResidentBytes { get; init; }

    public required int Sockets { get; init; }

    /// <summary>Open files and pipes; the runtime opens some of its own as it goes.</summary>
    public required int Files { get; init; }

    public required int Threads { get; init; }

    public required int Timers { get; init; }

    public static ProcessSample Take(TimeSpan at)
    {
        GC.Collect(2, GCCollectionMode.Forced, blocking: true, compacting: true);
        GC.WaitForPendingFinalizers();
        GC.Collect(2, GCCollectionMode.Forced, blocking: true, compacting: true);
        using var process = Process.GetCurrentProcess();
        var open = Directory.GetFiles("/proc/self/fd").Select(TargetOf).ToList();
        return new()
        {
            At = at,
            HeapBytes = GC.GetTotalMemory(forceFullCollection: false),
            ResidentBytes = process.WorkingSet64,
            Sockets = open.Count(target => target.StartsWith("socket:", StringComparison.Ordinal)),
            Files = open.Count(target => !target.StartsWith("socket:", StringComparison.Ordinal)),
            Threads = process.Threads.Count,
            Timers = (int)Timer.ActiveCount,
        };
    }

    // One may be closed meanwhile: the one through which the folder was read.
    private static string TargetOf(string link) => new FileInfo(link).LinkTarget ?? "";
}
