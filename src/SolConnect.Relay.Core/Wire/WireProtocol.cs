namespace SolConnect.Relay.Core.Wire;

/// <summary>
/// The fixed numbers of <c>solconnect.relay.v1</c>. Both ends check them before they allocate anything.
/// </summary>
internal static class WireProtocol
{
    public const string Subprotocol = "solconnect.relay.v1";
    public const int Version = 1;

    /// <summary>
    /// The largest number in any field. Two bits below what a <c>long</c> holds, so that no sum of two numbers and no
    /// "one past it" that a receiver computes from a peer's frame can overflow.
    /// </summary>
    public const long MaxNumber = (1L << 62) - 1;

    /// <summary>Microseconds: 285 years, and small enough to be converted to any other unit.</summary>
    public const long MaxClock = (1L << 53) - 1;

    /// <summary>The last millisecond of the year 9999, which is where calendars of most languages end.</summary>
    public const long MaxTimestamp = 253_402_300_799_999;

    /// <summary>Milliseconds: 24 days.</summary>
    public const int MaxDuration = int.MaxValue;

    public const int MaxLoadPerMille = 1000;

    public const int MaxTopicBytes = 255;
    public const int MaxHeaderBytes = 1024;
    public const int MaxRelayIdBytes = 64;
    public const int MaxRegionBytes = 64;
    public const int MaxClientNameBytes = 128;
    public const int MaxAccessTokenBytes = 4096;
    public const int MaxUrlBytes = 512;
    public const int MaxDetailBytes = 256;
    public const int MaxAlternates = 16;

    /// <summary>Frontier entries in one Subscribed frame; longer frontiers continue in further frames.</summary>
    public const int MaxFrontierEntries = 1024;

    /// <summary>Everything in a Publish or Deliver frame that is neither headers nor payload fits into this.</summary>
    public const int MaxEnvelopeBytes = 96;

    /// <summary>Every frame without a payload fits into this; the longest is a Subscribed of a full frontier.</summary>
    public const int MaxControlFrameBytes = 36 * 1024;

    /// <summary>Frames are coalesced into one WebSocket message until it has reached this size.</summary>
    public const int CoalesceBytes = 64 * 1024;

    /// <summary>
    /// The largest WebSocket message that a peer which allows <paramref name="payload"/> bytes of payload must accept:
    /// one just short of <see cref="CoalesceBytes"/> may take one more frame, of any kind.
    /// </summary>
    public static int MaxWebSocketMessageBytes(int payload) =>
        checked(CoalesceBytes + Math.Max(MaxControlFrameBytes, payload + MaxHeaderBytes + MaxEnvelopeBytes));
}
