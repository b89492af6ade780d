namespace SolConnect.Relay;

/// <summary>Where a new subscription begins.</summary>
public enum SubscriptionStart
{
    /// <summary>With what is published from now on.</summary>
    Latest = 0,

    /// <summary>With the oldest message that the relays still hold.</summary>
    Earliest = 1,
}
