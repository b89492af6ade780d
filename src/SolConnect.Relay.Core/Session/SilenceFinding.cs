namespace SolConnect.Relay.Core.Session;

/// <summary>What the silence of one connection means at a moment.</summary>
internal enum SilenceFinding
{
    None = 0,

    /// <summary>An answer is overdue.</summary>
    Suspicious,

    /// <summary>A suspect has answered what was overdue, and its probe.</summary>
    Cleared,

    /// <summary>A suspect answered its last probe but not what is overdue: ask again.</summary>
    ProbeAgain,

    /// <summary>A suspect left its probe unanswered while another relay answered.</summary>
    Silent,

    /// <summary>A suspect gives signs of life and acknowledges nothing.</summary>
    NoProgress,
}
