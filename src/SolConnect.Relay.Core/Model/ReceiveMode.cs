namespace SolConnect.Relay;

/// <summary>Which relays of the set a subscription reads.</summary>
public enum ReceiveMode
{
    /// <summary>All of them, merged. Right for independent relays, and safe everywhere.</summary>
    All = 0,

    /// <summary>The primary alone. Only for relays that share one log.</summary>
    Primary = 1,
}
