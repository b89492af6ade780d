namespace SolConnect.Relay.Server.Sockets;

/// <summary>What came out of a WebSocket.</summary>
internal enum ReceivedKind
{
    /// <summary>A whole binary message.</summary>
    Message,

    /// <summary>The peer's close frame.</summary>
    Close,

    /// <summary>The beginning of a text message, which the protocol does not have.</summary>
    Text,

    /// <summary>More than one message may have, in bytes or in empty fragments.</summary>
    TooLarge,
}
