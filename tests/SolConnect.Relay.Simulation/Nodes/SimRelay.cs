using System.Globalization;
using SolConnect.Relay.Core.Wire;
using SolConnect.Relay.Server.Hub;
using SolConnect.Relay.Simulation.Engine;
using SolConnect.Relay.Simulation.Histories;
using SolConnect.Relay.Simulation.Network;

namespace SolConnect.Relay.Simulation.Nodes;

/// <summary>A relay: the real hub, the loop that drives it, and a process around it that can die and come back.</summary>
internal sealed class SimRelay : LoopNode<HubInput>
{
    private readonly World _world;
    private readonly RelayObserver _observer;
    private readonly HubOptions _options;
    private readonly Dictionary<int, SimConnection> _connections = [];
    private RelayHub _hub;
    private TimeSpan _clockOffset;

    public SimRelay(World world, int index, SimRandom random)
        : base(world.Time, random, world.Scenario.LoopDelay, world.Scenario.TimerLateness)
    {
        _world = world;
        _observer = new(world);
        Index = index;
        var id = string.Create(CultureInfo.InvariantCulture, $"relay-{index}");
        Endpoint = new(id, new Uri($"ws://{id}.test/relay"));
        _options = new() { RelayId = id, RetentionRecords = world.Scenario.Retention, RetentionTime = TimeSpan.FromHours(1) };
        _hub = Begin();
    }

    public int Index { get; }

    public RelayEndpoint Endpoint { get; }

    /// <summary>How it is reached after it has moved so many times.</summary>
    public RelayEndpoint EndpointAfter(int moves) =>
        moves == 0 ? Endpoint : Endpoint with { Url = new($"ws://{Endpoint.Id}.test/relay/{moves}") };

    /// <summary>The history's number for the present log.</summary>
    public int Log { get; private set; }

    public bool IsUp { get; private set; } = true;

    /// <summary>Clients were asked to leave; it stays that way until the process has come back.</summary>
    public bool IsLeaving { get; private set; }

    /// <summary>Since when the relay has had its log; a crash that loses it begins anew.</summary>
    public Instant UpSince { get; private set; }

    protected override Instant NextDeadline =>
        !IsUp || _hub.NextDeadline == Instant.Never ? Instant.Never : _hub.NextDeadline - _clockOffset;

    protected override HubInput Tick => HubInput.Tick();

    protected override ChunkPool Chunks => _world.Chunks;

    public void Crash()
    {
        IsUp = false;
        ForgetInbox();
        foreach (var connection in _connections.Values)
        {
            connection.DieAtRelay();
        }
    }

    public void LoseLog()
    {
        _world.History.LogLost(Index, Log);
        _connections.Clear();
        _hub = Begin();
    }

    public void ComeBack()
    {
        IsUp = true;
        UpSince = Time.Now;
        foreach (var number in _connections.Keys)
        {
            Post(HubInput.Closed(number));
        }

        _connections.Clear();
        IsLeaving = false;
        Post(HubInput.Reopen());
    }

    public void Drain(TimeSpan grace)
    {
        IsLeaving = true;
        Post(HubInput.Drain(GoAwayReason.Shutdown, grace));
    }

    /// <summary>The shell finds out that a connection's token is not good, or that there is no room for it.</summary>
    public void Refuse(SimConnection connection, HubRefusal refusal)
    {
        if (IsUp && _connections.ContainsKey(connection.RelayNumber))
        {
            Post(HubInput.Refuse(connection.RelayNumber, refusal));
        }
    }

    public void OnAccepted(SimConnection connection)
    {
        _connections.Add(connection.RelayNumber, connection);
        Post(HubInput.Open(connection.RelayNumber));
    }

    public void OnReceived(SimConnection connection, Chunk chunk) =>
        Post(HubInput.Received(connection.RelayNumber, chunk.Memory), chunk);

    public void OnWritten(SimConnection connection, WireBuffer buffer)
    {
        // After a crash there is nobody left who could hear of it.
        if (_connections.ContainsKey(connection.RelayNumber))
        {
            Post(HubInput.Written(connection.RelayNumber, buffer));
        }
    }

    public void OnClosed(SimConnection connection)
    {
        if (_connections.ContainsKey(connection.RelayNumber) && IsUp)
        {
            Post(HubInput.Closed(connection.RelayNumber));
        }
    }

    protected override bool IsTick(in HubInput input) => input.Kind == HubInputKind.Tick;

    protected override void Step(in HubInput input)
    {
        if (input.Kind == HubInputKind.Received && _connections.TryGetValue(input.Connection, out var connection))
        {
            _observer.SeeFromClient(connection.Tap, Log, input.Bytes.Span);
        }

        var connections = _hub.Connections;
        _hub.Step(input, Time.Now + _clockOffset);
        if (input.Kind == HubInputKind.Closed)
        {
            _connections.Remove(input.Connection);
        }
        else if (_hub.Connections < connections)
        {
            // It gave a connection up. The observer must know before it reads what the hub no longer listens to.
            CarryOutEffects();
        }
    }

    protected override void CarryOutEffects()
    {
        while (_hub.TryTakeEffect(out var effect))
        {
            if (_connections.TryGetValue(effect.Connection, out var connection))
            {
                CarryOut(effect, connection);
            }
        }
    }

    private void CarryOut(in HubEffect effect, SimConnection connection)
    {
        switch (effect.Kind)
        {
            case HubEffectKind.Write:
                _observer.SeeFromRelay(connection.Tap, Log, effect.Buffer.Written.Span);
                connection.WriteFromRelay(effect.Buffer);
                break;
            case HubEffectKind.Close:
                connection.Tap.IsClosed = true;
                connection.CloseFromRelay();
                break;
            case HubEffectKind.Abort:
                connection.Tap.IsClosed = true;
                connection.AbortFromRelay();
                break;
        }
    }

    private RelayHub Begin()
    {
        // A monotonic clock starts anew with its machine, and no two machines agree.
        var reading = Random.Chance(0.5) ? Random.Between(TimeSpan.Zero, TimeSpan.FromSeconds(2)) : TimeSpan.FromHours(Random.Between(1, 900));
        _clockOffset = reading - (Time.Now - default(Instant));
        Log = _world.NextLog();
        _world.History.LogBegan(Index, Log);
        UpSince = Time.Now;
        return new(_options, new(Random.Id()));
    }
}
