namespace SolConnect.Relay.Core.Wire;

/// <summary>What a <see cref="FrameReader"/> found next.</summary>
internal enum FrameReadResult
{
    Frame = 0,

    /// <summary>The message ends here, behind a whole frame.</summary>
    End = 1,

    /// <summary>A truncated frame, a bad length or an unknown mandatory type. Nothing behind it can be read.</summary>
    Malformed = 2,
}
