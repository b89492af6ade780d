namespace SolConnect.Relay.Server.Hub.Log;

/// <summary>What a log makes of a producer's sequence.</summary>
internal enum SequenceVerdict
{
    /// <summary>It is the next one, or everything in between is settled: append it.</summary>
    Append,

    /// <summary>The log holds it, or held it until it was trimmed: acknowledge it again.</summary>
    Known,

    /// <summary>It was skipped here as settled, so this log cannot claim to hold it: stay silent.</summary>
    BeforeRun,

    /// <summary>Something that still matters is missing before it: reject it.</summary>
    OutOfOrder,

    /// <summary>A higher generation of this producer has appended here: end the connection.</summary>
    Fenced,

    /// <summary>The relay's memory for logs is used up by other topics: reject it for now.</summary>
    Full,

    /// <summary>The connection adds records faster than it may: reject it for now.</summary>
    TooFast,
}
