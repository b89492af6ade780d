namespace Chat.Relays;

/// <summary>What was done to a relay.</summary>
internal enum RelayCondition
{
    /// <summary>Nothing.</summary>
    Running,

    /// <summary>It was stopped: connections stay open, and nothing comes any more.</summary>
    Silent,

    /// <summary>It was killed: connections are reset, and nobody listens.</summary>
    Dead,
}
