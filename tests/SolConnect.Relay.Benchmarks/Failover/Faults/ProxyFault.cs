using SolConnect.Relay.Benchmarks.Proxies;

namespace SolConnect.Relay.Benchmarks.Failover.Faults;

/// <summary>A fault of the path: the proxy before the relay does it, to all of its connections.</summary>
internal sealed class ProxyFault(string name, string what, string command, bool mayClear = false)
    : RelayFault(name, what)
{
    public override bool IsBehindProxy => true;

    public override bool MayClear => mayClear;

    public override Task<long> StrikeAsync(Fleet fleet, string relay) => fleet.Proxies.CommandAsync(relay, command);

    public override Task HealAsync(Fleet fleet, string relay) =>
        fleet.Proxies.CommandAsync(relay, ProxyCommand.Heal);
}
