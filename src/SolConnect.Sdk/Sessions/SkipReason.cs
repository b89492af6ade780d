namespace SolConnect;

/// <summary>Why something in a session is no chat message. The numbers are stable.</summary>
public enum SkipReason
{
    /// <summary>It is no envelope: no JSON object, or values of the wrong kind.</summary>
    Malformed = 0,

    /// <summary>It is an envelope of a version that this SDK does not know.</summary>
    UnknownVersion = 1,

    /// <summary>It is an envelope with neither text nor data.</summary>
    Empty = 2,
}
