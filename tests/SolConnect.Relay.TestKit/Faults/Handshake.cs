namespace SolConnect.Relay.TestKit.Faults;

/// <summary>What a proxy does with a new connection.</summary>
internal sealed record Handshake
{
    private Handshake(HandshakeKind kind) => Kind = kind;

    /// <summary>It goes on to the relay.</summary>
    public static Handshake Normal { get; } = new(HandshakeKind.Normal);

    /// <summary>Accepted by TCP, and nothing is read.</summary>
    public static Handshake HangAtOnce { get; } = new(HandshakeKind.HangAtOnce);

    /// <summary>The upgrade is read and not answered.</summary>
    public static Handshake HangInUpgrade { get; } = new(HandshakeKind.HangInUpgrade);

    /// <summary>The relay's 101 is passed on, and nothing after it.</summary>
    public static Handshake HangAfterUpgrade { get; } = new(HandshakeKind.HangAfterUpgrade);

    /// <summary>The relay's 101 is passed on, and then TCP is closed.</summary>
    public static Handshake CloseAfterUpgrade { get; } = new(HandshakeKind.CloseAfterUpgrade);

    /// <summary>Reset as soon as it is accepted.</summary>
    public static Handshake Reset { get; } = new(HandshakeKind.Reset);

    public HandshakeKind Kind { get; }

    /// <summary>With <see cref="HandshakeKind.Refuse"/>: the HTTP status.</summary>
    public int Status { get; private init; }

    /// <summary>With <see cref="HandshakeKind.Refuse"/>: further lines, each with its end.</summary>
    public string Headers { get; private init; } = "";

    /// <summary>The upgrade is answered with this.</summary>
    public static Handshake Refuse(int status, string headers = "") =>
        new(HandshakeKind.Refuse) { Status = status, Headers = headers };
}
