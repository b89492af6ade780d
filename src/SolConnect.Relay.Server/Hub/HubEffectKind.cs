namespace SolConnect.Relay.Server.Hub;

/// <summary>Everything that the hub can ask of its shell.</summary>
internal enum HubEffectKind
{
    None = 0,

    /// <summary>Send the buffer as one binary WebSocket message and post <c>Written</c>.</summary>
    Write,

    /// <summary>
    /// Write out what is queued, then close with the status, within a bound; nothing more comes for this connection.
    /// </summary>
    Close,

    /// <summary>Drop the connection now; nothing more comes for it.</summary>
    Abort,

    /// <summary>A client has said Hello and was welcomed. For logs; asks for nothing.</summary>
    Welcomed,
}
