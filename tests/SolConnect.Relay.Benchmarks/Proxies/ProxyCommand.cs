namespace SolConnect.Relay.Benchmarks.Proxies;

/// <summary>What the process of proxies is told to do to one relay.</summary>
internal static class ProxyCommand
{
    public const string Reset = "reset";
    public const string Close = "close";
    public const string BlackholeOut = "blackhole-out";
    public const string BlackholeIn = "blackhole-in";
    public const string BlackholeBoth = "blackhole-both";
    public const string Slow = "slow";
    public const string LoseAcks = "lose-acks";
    public const string Heal = "heal";
}
