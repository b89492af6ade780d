namespace SolConnect.Relay.Discovery;

/// <summary>How a directory fails. Each kind is told once until the directory has answered well again.</summary>
internal enum DirectoryFailure
{
    /// <summary>The call did not end in time.</summary>
    Slow = 0,

    /// <summary>The call threw.</summary>
    Failed = 1,

    /// <summary>The list was refused.</summary>
    Refused = 2,
}
