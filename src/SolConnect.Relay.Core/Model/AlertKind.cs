namespace SolConnect.Relay;

/// <summary>What an alert is about. The numbers are stable.</summary>
public enum AlertKind
{
    /// <summary>A relay saw clients with another relay list, <c>Standbys</c> or <c>AffinityKey</c>: messages may not meet.</summary>
    RelaySetMismatch = 0,

    /// <summary>A relay behaved against the protocol: an ack for what was never sent, bytes that are no frame.</summary>
    RelayMisbehaved = 1,

    /// <summary>A relay refused a topic for good.</summary>
    TopicRefused = 2,

    /// <summary>The outbox is full: senders wait or are refused.</summary>
    OutboxFull = 3,

    /// <summary>No relay can be reached.</summary>
    Offline = 4,

    /// <summary>A subscription remembers as many producers as it may; the longest silent one was forgotten.</summary>
    ProducerTableFull = 5,

    /// <summary>A relay does not let this client in, and is not dialled again; the others go on.</summary>
    RelayRefusedClient = 6,

    /// <summary>A relay list was not taken because it is empty or contradicts itself; the last one stands.</summary>
    RelayListRefused = 7,

    /// <summary>
    /// A directory of relays cannot be read, or what it lists was refused or does not fit. The last good list stands.
    /// </summary>
    DirectoryFailed = 10,

    /// <summary>A relay's smoothed round-trip time is above <c>AlertLatency</c>; the values are in seconds.</summary>
    HighLatency = 20,

    /// <summary>More than <c>AlertErrorRate</c> of what was asked of a relay failed; the values are shares from 0 to 1.</summary>
    HighErrorRate = 21,

    /// <summary>A relay's quality is below <c>AlertQuality</c>; the values are from 0 to 100.</summary>
    LowQuality = 22,
}
