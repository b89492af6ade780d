namespace SolConnect.Relay;

/// <summary>
/// Names one incarnation of a relay's log: 16 bytes. It changes whenever the log may have lost something (a restart
/// without storage, a rollback), and is equal on relays that share one log.
/// </summary>
public readonly record struct LogId(Guid Value)
{
    /// <summary>32 lower-case hexadecimal digits.</summary>
    public override string ToString() => Value.ToString("N");
}
