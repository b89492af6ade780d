namespace SolConnect.Relay.Core.Wire;

/// <summary>The fixed numbers of <c>solconnect.relay.v1</c>. Both ends check them before they allocate anything.</summary>
internal static class WireProtocol
{
    public const string Subprotocol = "solconnect.relay.v1";
    public const int Version = 1;

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

    /// <summary>Frames are coalesced into one WebSocket message until it has reached this size.</summary>
    public const int CoalesceBytes = 64 * 1024;

    /// <summary>The largest WebSocket message that a peer which allows <paramref name="payload"/> bytes of payload must accept.</summary>
    public static int MaxWebSocketMessageBytes(int payload) =>
        checked(CoalesceBytes + payload + MaxHeaderBytes + MaxEnvelopeBytes);
}
