namespace SolConnect.Relay.TestKit.Faults;

/// <summary>See the members of <see cref="Handshake"/>.</summary>
internal enum HandshakeKind
{
    Normal,
    HangAtOnce,
    HangInUpgrade,
    HangAfterUpgrade,
    CloseAfterUpgrade,
    Reset,
    Refuse,
}
