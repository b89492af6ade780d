namespace SolConnect.Relay.Testing;

/// <summary>Which way messages go between clients and a relay.</summary>
[Flags]
public enum LinkDirections
{
    /// <summary>Neither way.</summary>
    None = 0,

    /// <summary>From clients to the relay: messages, subscriptions, pings.</summary>
    ToRelay = 1,

    /// <summary>From the relay to clients: acks, deliveries, pongs.</summary>
    FromRelay = 2,

    /// <summary>Both ways.</summary>
    Both = ToRelay | FromRelay,
}
