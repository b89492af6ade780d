using SolConnect.Relay.Benchmarks.Proxies;

namespace SolConnect.Relay.Benchmarks.Failover.Faults;

/// <summary>All kinds of faults that are measured, in the order of the report.</summary>
internal static class FaultKinds
{
    public static IReadOnlyList<RelayFault> All { get; } =
    [
        new NoFault(),
        new ProcessFault("kill", "SIGKILL to the process; started again with an empty log",
            relay => relay.KillAsync(), (fleet, relay) => fleet.RestartAsync(relay)),
        new ProxyFault("reset", "every connection is reset", ProxyCommand.Reset),
        new ProxyFault("close", "a close frame (1001) without a warning, then FIN", ProxyCommand.Close),
        new ProcessFault("stop", "SIGSTOP to the process; SIGCONT once it was given up",
            relay =>
            {
                relay.Freeze();
                return Task.CompletedTask;
            },
            (fleet, relay) =>
            {
                fleet.Find(relay).Thaw();
                return Task.CompletedTask;
            }),
        new ProxyFault("blackhole-out", "what clients send disappears", ProxyCommand.BlackholeOut),
        new ProxyFault("blackhole-in", "what the relay sends disappears", ProxyCommand.BlackholeIn),
        new ProxyFault("blackhole-both", "both disappear", ProxyCommand.BlackholeBoth),
        new ProxyFault("slow", $"everything from the relay comes {ProxyVerb.SlowBy.TotalMilliseconds:0} ms later",
            ProxyCommand.Slow, mayClear: true),
        new ProxyFault("ack-loss", "acks disappear, everything else passes", ProxyCommand.LoseAcks),
    ];

    /// <exception cref="FormatException">There is none of that name.</exception>
    public static RelayFault Find(string name) => All.FirstOrDefault(fault => fault.Name == name)
        ?? throw new FormatException(
            $"'{name}' is no kind of fault. There are {string.Join(", ", All.Select(fault => fault.Name))}.");
}
