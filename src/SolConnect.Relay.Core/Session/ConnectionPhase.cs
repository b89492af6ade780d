namespace SolConnect.Relay.Core.Session;

/// <summary>The life of one connection.</summary>
internal enum ConnectionPhase
{
    /// <summary>Over, or never begun.</summary>
    Gone = 0,

    /// <summary>From the dial to the relay's Welcome.</summary>
    Connecting = 1,

    /// <summary>Open; subscriptions read from it, and it may publish, but another one is the primary.</summary>
    Standby = 2,

    /// <summary>Open, and ranked first among those that publish.</summary>
    Primary = 3,

    /// <summary>The relay asked us to leave: it gets nothing new and is read until it closes.</summary>
    Draining = 4,
}
