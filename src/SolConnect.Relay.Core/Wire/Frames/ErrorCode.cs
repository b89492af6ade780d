namespace SolConnect.Relay.Core.Wire;

/// <summary>Why one end gives a connection up. The sender closes right after it.</summary>
internal enum ErrorCode : byte
{
    /// <summary>A frame that is malformed, out of range or not allowed at this point.</summary>
    Protocol = 1,

    /// <summary>No version in common.</summary>
    Version = 2,

    /// <summary>A newer connection or generation of the same producer has taken over.</summary>
    Fenced = 3,

    /// <summary>The access token was refused or has expired.</summary>
    Unauthorized = 4,

    /// <summary>The relay has no room for another connection.</summary>
    Overloaded = 5,

    /// <summary>A limit of this connection was exceeded.</summary>
    LimitExceeded = 6,

    /// <summary>The sender found a defect in itself.</summary>
    Internal = 7,

    /// <summary>The client is known and not let in. Another token of the same client will not help.</summary>
    Forbidden = 8,
}
