namespace SolConnect.Relay.Server.Hub;

/// <summary>Why a connection ended.</summary>
internal enum HubCloseCause
{
    /// <summary>The client sent a frame that is malformed, out of range or not allowed at this point.</summary>
    ProtocolViolation,

    /// <summary>The client speaks no version that this relay speaks.</summary>
    Version,

    /// <summary>A limit of this connection was exceeded.</summary>
    LimitExceeded,

    /// <summary>The client did not say Hello in time.</summary>
    HelloTimeout,

    /// <summary>A newer connection or generation of the same producer took over.</summary>
    Fenced,

    /// <summary>The access token was refused, is missing, or has expired.</summary>
    Unauthorized,

    /// <summary>The client is known and not let in.</summary>
    Forbidden,

    /// <summary>The relay holds as many connections as it may.</summary>
    Overloaded,

    /// <summary>The relay is leaving.</summary>
    Draining,

    /// <summary>The client said goodbye with an Error frame.</summary>
    ClientError,

    /// <summary>The client closed, or its connection broke. Said by the shell.</summary>
    ClientLeft,
}
