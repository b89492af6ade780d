using SolConnect.Relay.Core.Session;
using SolConnect.Relay.Simulation.Engine;
using SolConnect.Relay.Simulation.FalseAlarms.Transport;

namespace SolConnect.Relay.Simulation.FalseAlarms.Nodes;

/// <summary>
/// One dial and, if it succeeds, one connection. It begins with three round trips (TCP, TLS 1.3, the upgrade) that are
/// lost and held up like everything else.
/// </summary>
internal sealed class LinkConnection : IActor
{
    private const int Handshakes = 3;

    // What the shell gives an attempt in all.
    private static readonly TimeSpan DialTimeout = TimeSpan.FromSeconds(5);
    private static readonly byte[] Handshake = new byte[64];

    // No WebSocket message is empty here, so an empty one can stand for the end of the stream.
    private static readonly byte[] Farewell = [];

    private readonly DayWorld _world;
    private readonly TcpStream _up;
    private readonly TcpStream _down;
    private int _handshakesUp;
    private int _handshakesDown;
    private bool _isOpen;
    private bool _isGone;

    public LinkConnection(DayWorld world, DayRelay relay, int clientNumber, int relayNumber)
    {
        (_world, Relay, ClientNumber, RelayNumber) = (world, relay, clientNumber, relayNumber);
        _up = new(world.Time, world.Chunks, relay.Road, isUp: true, OnArrivedAtRelay);
        _down = new(world.Time, world.Chunks, relay.Road, isUp: false, OnArrivedAtClient);
        _up.Write(Handshake);
        world.Time.After(DialTimeout, this, 0);
    }

    public DayRelay Relay { get; }

    /// <summary>How the client's machine calls it.</summary>
    public int ClientNumber { get; }

    /// <summary>How the relay's machine calls it.</summary>
    public int RelayNumber { get; }

    public void WriteFromClient(ReadOnlySpan<byte> message) => _up.Write(message);

    public void WriteFromRelay(ReadOnlySpan<byte> message) => _down.Write(message);

    /// <summary>
    /// The client is done with it. That the relay hears of it at once changes nothing for the client.
    /// </summary>
    public void CloseFromClient()
    {
        if (!_isGone)
        {
            Close();
            Relay.OnClosed(this);
        }
    }

    /// <summary>The relay is done with it; the client hears of it behind what was written.</summary>
    public void CloseFromRelay() => _down.Write(Farewell);

    /// <summary>The time for the dial is over.</summary>
    public void On(in SimEvent happening)
    {
        if (!_isGone && !_isOpen)
        {
            CloseFromClient();
            _world.Client.OnDialFailed(this, new(CloseReason.ConnectTimeout, "The relay did not answer in time."));
        }
    }

    private void Close()
    {
        _isGone = true;
        _up.Close();
        _down.Close();
    }

    private void OnArrivedAtRelay(Chunk chunk)
    {
        if (_handshakesUp == Handshakes)
        {
            Relay.OnReceived(this, chunk);
            return;
        }

        _world.Chunks.Return(chunk);
        if (++_handshakesUp == Handshakes)
        {
            Relay.OnAccepted(this);
        }

        _down.Write(Handshake);
    }

    private void OnArrivedAtClient(Chunk chunk)
    {
        if (_isOpen && chunk.Length > 0)
        {
            _world.Client.OnReceived(this, chunk);
            return;
        }

        _world.Chunks.Return(chunk);
        if (_isOpen)
        {
            Close();
            _world.Client.OnLost(this, new(CloseReason.ClosedByRelay, "The relay closed the connection."));
            return;
        }

        _isOpen = ++_handshakesDown == Handshakes;
        if (_isOpen)
        {
            _world.Client.OnDialled(this);
        }
        else
        {
            _up.Write(Handshake);
        }
    }
}
