namespace SolConnect.Relay;

/// <summary>What a transport has with one relay at the moment.</summary>
public enum RelayState
{
    /// <summary>No connection, and none being made.</summary>
    Disconnected = 0,

    /// <summary>Being dialled, or waiting for its Welcome.</summary>
    Connecting = 1,

    /// <summary>Open and ready to take over; subscriptions read from it, and it may publish too.</summary>
    Standby = 2,

    /// <summary>Open, and ranked first among the relays that publish.</summary>
    Primary = 3,

    /// <summary>It asked to be left: nothing new is sent, and it is read until it closes.</summary>
    Draining = 4,
}
