using System.Diagnostics;
using SolConnect.Relay.TestKit.Processes;

namespace SolConnect.Relay.Benchmarks.Failover.Faults;

/// <summary>A fault of the relay's process, by a signal.</summary>
internal sealed class ProcessFault(
    string name, string what, Func<RelayProcess, Task> strike, Func<Fleet, string, Task> heal)
    : RelayFault(name, what)
{
    public override async Task<long> StrikeAsync(Fleet fleet, string relay)
    {
        var process = fleet.Find(relay);
        var now = Stopwatch.GetTimestamp();
        await strike(process);
        return now;
    }

    public override Task HealAsync(Fleet fleet, string relay) => heal(fleet, relay);
}
