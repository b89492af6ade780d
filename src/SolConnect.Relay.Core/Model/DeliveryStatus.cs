namespace SolConnect.Relay;

/// <summary>What is known about a message whose send did not end in a receipt.</summary>
public enum DeliveryStatus
{
    /// <summary>It never left this process. Sending it again cannot duplicate it.</summary>
    NotSent = 0,

    /// <summary>It was given to at least one relay and not acknowledged by enough of them: subscribers may or may not see it.</summary>
    Unknown = 1,

    /// <summary>Every relay of the set refused it for good.</summary>
    Rejected = 2,
}
