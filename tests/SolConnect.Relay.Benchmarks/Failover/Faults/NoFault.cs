using System.Diagnostics;

namespace SolConnect.Relay.Benchmarks.Failover.Faults;

/// <summary>Nothing breaks: what the machine does to a stream by itself.</summary>
internal sealed class NoFault() : RelayFault("none", "nothing for a second: the noise of this machine")
{
    private static readonly TimeSpan Length = TimeSpan.FromSeconds(1);

    public override bool IsNoticed => false;

    public override async Task<long> StrikeAsync(Fleet fleet, string relay)
    {
        var now = Stopwatch.GetTimestamp();
        await Task.Delay(Length);
        return now;
    }

    public override Task HealAsync(Fleet fleet, string relay) => Task.CompletedTask;
}
