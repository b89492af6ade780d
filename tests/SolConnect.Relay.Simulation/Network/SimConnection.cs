using SolConnect.Relay.Core.Session;
using SolConnect.Relay.Core.Wire;
using SolConnect.Relay.Simulation.Engine;
using SolConnect.Relay.Simulation.Nodes;

namespace SolConnect.Relay.Simulation.Network;

/// <summary>One dial and, if it succeeds, one connection. The two ends learn at different times what happened to it.</summary>
internal sealed class SimConnection : IActor, IPipeOwner
{
    private const int DialArrives = 1;
    private const int DialAnswered = 2;
    private const int DialRefused = 3;
    private const int DialTimedOut = 4;
    private const int RelayForgets = 5;
    private const int DialAnsweredNo = 6;

    // What a real shell gives a close handshake before it drops the connection.
    private static readonly TimeSpan CloseBound = TimeSpan.FromSeconds(1);

    private readonly World _world;
    private readonly Pipe _toRelay;
    private readonly Pipe _toClient;

    public SimConnection(World world, SimClient client, SimRelay relay, Route route, int clientNumber, int relayNumber)
    {
        _world = world;
        (Client, Relay, Route, ClientNumber, RelayNumber) = (client, relay, route, clientNumber, relayNumber);
        _toRelay = new(world.Time, world.Chunks, this);
        _toClient = new(world.Time, world.Chunks, this);
        world.Time.After(route.Up, this, DialArrives);
        world.Time.After(world.Scenario.DialTimeout, this, DialTimedOut);
    }

    public SimClient Client { get; }

    public SimRelay Relay { get; }

    public Route Route { get; }

    /// <summary>How the client's machine calls it.</summary>
    public int ClientNumber { get; }

    /// <summary>How the relay's machine calls it.</summary>
    public int RelayNumber { get; }

    public EndState AtClient { get; private set; }

    public EndState AtRelay { get; private set; }

    /// <summary>What the relay's wiretap learned about this connection.</summary>
    public WireTap Tap { get; } = new();

    public bool IsOpen => AtClient == EndState.Open && AtRelay == EndState.Open;

    public int PeakClientWrites => _toRelay.PeakWrites;

    public int PeakRelayWrites => _toClient.PeakWrites;

    public void WriteFromClient(WireBuffer buffer)
    {
        if (AtClient == EndState.Open)
        {
            _toRelay.Write(buffer);
        }
    }

    public void WriteFromRelay(WireBuffer buffer)
    {
        if (AtRelay == EndState.Open)
        {
            _toClient.Write(buffer);
        }
    }

    public void CloseFromClient()
    {
        if (AtClient == EndState.Open)
        {
            _toRelay.EndAfterWrites();
            _toRelay.BreakAt(_world.Time.Now + CloseBound);
        }
        else if (AtRelay == EndState.Open)
        {
            _toRelay.BreakAt(_world.Time.Now + Route.Up);
        }

        AtClient = EndState.Gone;
    }

    public void AbortFromClient()
    {
        AtClient = EndState.Gone;
        _toRelay.BreakAt(_world.Time.Now + _world.Random.Between(TimeSpan.Zero, Route.Up * 2));
    }

    public void CloseFromRelay()
    {
        if (AtRelay == EndState.Open)
        {
            AtRelay = EndState.Gone;
            _toClient.EndAfterWrites();
            _world.Time.After(Route.Down, this, RelayForgets);
        }
    }

    public void AbortFromRelay()
    {
        if (AtRelay == EndState.Open)
        {
            AtRelay = EndState.Gone;
            _toClient.BreakAt(_world.Time.Now + _world.Random.Between(TimeSpan.Zero, Route.Down * 2));
            _world.Time.After(Route.Down, this, RelayForgets);
        }
    }

    /// <summary>The relay's process is gone; nobody tells its machine.</summary>
    public void DieAtRelay()
    {
        AtRelay = EndState.Gone;
        _toClient.BreakAt(_world.Time.Now + _world.Random.Between(TimeSpan.Zero, Route.Down * 2));
    }

    /// <summary>Breaks the connection between its ends, each of which notices at its own time and loses a tail.</summary>
    public void Reset()
    {
        var random = _world.Random;
        var noticed = random.Chance(0.8) ? Route.Up + Route.Down : TimeSpan.FromSeconds(1);
        _toRelay.BreakAt(_world.Time.Now + random.Between(TimeSpan.Zero, noticed));
        _toClient.BreakAt(_world.Time.Now + random.Between(TimeSpan.Zero, noticed));
    }

    /// <summary>Ends the connection from the middle, as a proxy does: both ends still get what was sent.</summary>
    public void CloseInGoodOrder()
    {
        _toRelay.EndAfterWrites();
        _toClient.EndAfterWrites();
    }

    /// <summary>What the relay sends is lost from now on; after a while the connection breaks.</summary>
    public void LoseAcks(TimeSpan until)
    {
        _toClient.Cut(_world.Time.Now);
        _toClient.BreakAt(_world.Time.Now + until);
        _toRelay.BreakAt(_world.Time.Now + until + _world.Random.Between(TimeSpan.Zero, Route.Up));
    }

    /// <summary>The path is gone, and nobody tells the ends. A relay may find out by itself.</summary>
    public void DieSilently(bool relayNotices)
    {
        _toRelay.Die();
        _toClient.Die();
        if (relayNotices && AtRelay == EndState.Open)
        {
            AtRelay = EndState.Gone;
            Relay.OnClosed(this);
        }
    }

    /// <summary>The relay's acks are lost until then; everything else gets through.</summary>
    public Instant AcksLostUntil { get; set; }

    public void Inject(ReadOnlySpan<byte> content) => _toClient.Inject(content);

    public void InjectToRelay(ReadOnlySpan<byte> content) => _toRelay.Inject(content);

    public Instant BlockedUntil(Pipe pipe) => pipe == _toRelay ? Route.UpBlockedUntil : Route.DownBlockedUntil;

    public Chunk? Filter(Pipe pipe, Chunk chunk)
    {
        if (pipe != _toClient || _world.Time.Now >= AcksLostUntil || _world.HasHealed)
        {
            return chunk;
        }

        var rest = AckFilter.WithoutAcks(chunk.Span);
        _world.Chunks.Return(chunk);
        return rest.Length > 0 ? _world.Chunks.Rent(rest) : null;
    }

    public TimeSpan Latency(Pipe pipe, Instant leaves)
    {
        var latency = (pipe == _toRelay ? Route.Up : Route.Down) * (0.9 + (0.3 * _world.Random.Fraction()));
        return leaves < Route.SlowUntil ? latency + Route.SlowBy : latency;
    }

    public TimeSpan WriteTime() => _world.Time.Now < Route.SlowWritesUntil
        ? Route.SlowWriteTime
        : TimeSpan.FromMicroseconds(_world.Random.Between(2, 40));

    public void OnWritten(Pipe pipe, WireBuffer buffer)
    {
        if (pipe == _toRelay)
        {
            Client.OnWritten(this, buffer);
        }
        else
        {
            Relay.OnWritten(this, buffer);
        }
    }

    public void OnArrived(Pipe pipe, Chunk chunk)
    {
        if (pipe == _toRelay && AtRelay == EndState.Open)
        {
            Relay.OnReceived(this, chunk);
        }
        else if (pipe == _toClient && (AtClient == EndState.Open || _world.Random.Chance(_world.Scenario.StaleChance)))
        {
            Client.OnReceived(this, chunk);
        }
        else
        {
            _world.Chunks.Return(chunk);
        }
    }

    public void OnEnded(Pipe pipe, bool inGoodOrder)
    {
        if (pipe == _toRelay)
        {
            if (AtRelay == EndState.Open)
            {
                AtRelay = EndState.Gone;
                Relay.OnClosed(this);
                _toClient.BreakAt(_world.Time.Now + Route.Down);
            }

            return;
        }

        var was = AtClient;
        AtClient = EndState.Gone;
        var end = inGoodOrder
            ? new ConnectionEnd(CloseReason.ClosedByRelay, "The relay closed the connection.")
            : new ConnectionEnd(CloseReason.Reset, "The connection was reset.");
        if (was == EndState.Dialling)
        {
            Client.OnDialFailed(this, end);
        }
        else if (was == EndState.Open || _world.Random.Chance(_world.Scenario.StaleChance))
        {
            Client.OnLost(this, end);
            if (was == EndState.Open && AtRelay == EndState.Open)
            {
                _toRelay.BreakAt(_world.Time.Now + Route.Up);
            }
        }
    }

    public void On(in SimEvent happening)
    {
        switch (happening.Code)
        {
            case DialArrives when AtClient == EndState.Dialling:
                Arrive();
                break;
            case DialAnswered when AtClient == EndState.Dialling:
                AtClient = EndState.Open;
                Client.OnDialled(this);
                break;
            case DialRefused when AtClient == EndState.Dialling:
                AtClient = EndState.Gone;
                Client.OnDialFailed(this, new(CloseReason.Unreachable, "The connection was refused."));
                break;
            case DialAnsweredNo when AtClient == EndState.Dialling:
                AtClient = EndState.Gone;
                Client.OnDialFailed(this, ((Refusal)happening.Subject!).End);
                break;
            case DialTimedOut when AtClient == EndState.Dialling:
                CloseFromClient();
                Client.OnDialFailed(this, new(CloseReason.ConnectTimeout, "The relay did not answer in time."));
                break;
            case RelayForgets:
                Relay.OnClosed(this);
                break;
        }
    }

    private void Arrive()
    {
        if (_world.Time.Now < Route.HangsUntil || Route.IsBlockedAt(_world.Time.Now) || Relay.IsPaused)
        {
            return;
        }

        if (!Relay.IsUp || _world.Time.Now < Route.RefusesUntil)
        {
            _world.Time.After(Route.Down, this, DialRefused);
            return;
        }

        if (Route.Refusal is { } refusal && _world.Time.Now < refusal.Until)
        {
            _world.Time.After(Route.Down, this, DialAnsweredNo, 0, refusal);
            return;
        }

        AtRelay = EndState.Open;
        Relay.OnAccepted(this);
        _world.Time.After(Latency(_toClient, _world.Time.Now), this, DialAnswered);
    }
}
