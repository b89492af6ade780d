namespace SolConnect.Relay.Simulation.FalseAlarms.Transport;

/// <summary>One TCP packet on its way: messages, or an acknowledgement of some.</summary>
internal sealed class Packet
{
    public TcpStream Stream { get; private set; } = null!;

    public bool IsAck { get; private set; }

    /// <summary>
    /// The first message in it. Each WebSocket message here fits into one packet, so messages are what is counted.
    /// </summary>
    public long First { get; private set; }

    /// <summary>The last message in it; with an acknowledgement, everything through it has arrived.</summary>
    public long Through { get; private set; }

    /// <summary>When it was sent; an acknowledgement echoes it (RFC 7323), so that resending leaves no doubt.</summary>
    public Instant SentAt { get; private set; }

    public void Carry(TcpStream stream, long first, long through, Instant sentAt) =>
        (Stream, IsAck, First, Through, SentAt) = (stream, false, first, through, sentAt);

    public void Acknowledge(TcpStream stream, long through, Instant sentAt) =>
        (Stream, IsAck, First, Through, SentAt) = (stream, true, 0, through, sentAt);
}
