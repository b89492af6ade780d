namespace SolConnect.Relay.Server.Hub;

/// <summary>WebSocket close status codes that the relay uses (RFC 6455, section 7.4, and the IANA registry).</summary>
internal static class CloseStatus
{
    public const int Normal = 1000;
    public const int ProtocolError = 1002;
    public const int UnsupportedData = 1003;
    public const int Policy = 1008;
    public const int MessageTooBig = 1009;
    public const int ServiceRestart = 1012;
    public const int TryAgainLater = 1013;
}
