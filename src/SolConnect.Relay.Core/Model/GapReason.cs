namespace SolConnect.Relay;

/// <summary>Why a subscription gave up on messages that are known to have existed.</summary>
public enum GapReason
{
    /// <summary>Every relay of the set answered that it does not hold them.</summary>
    Missing = 0,

    /// <summary>A relay could not be asked within <c>HoldTime</c>; it may still hold them.</summary>
    HoldTimeExpired = 1,

    /// <summary>The hold buffer was full, so the stream could not wait any longer.</summary>
    HoldBufferFull = 2,
}
