namespace SolConnect.Relay.Benchmarks.Failover.Faults;

/// <summary>One way in which a relay fails, and how it is healed.</summary>
/// <param name="name">As on the command line and in the report.</param>
/// <param name="what">For the report: what is done.</param>
internal abstract class RelayFault(string name, string what)
{
    public string Name { get; } = name;

    public string What { get; } = what;

    /// <summary>Whether clients reach the relays through the proxies; otherwise nothing is between them.</summary>
    public virtual bool IsBehindProxy => false;

    /// <summary>Whether it is one at all, so that somebody has to notice it.</summary>
    public virtual bool IsNoticed => true;

    /// <summary>Whether a relay that is only late may be kept: its suspicion clears.</summary>
    public virtual bool MayClear => false;

    /// <summary>Strikes a relay. Returns the timestamp from just before.</summary>
    public abstract Task<long> StrikeAsync(Fleet fleet, string relay);

    public abstract Task HealAsync(Fleet fleet, string relay);
}
