using System.Globalization;
using SolConnect.Relay.Server.Hub;
using SolConnect.Relay.Simulation.Engine;
using SolConnect.Relay.Simulation.FalseAlarms.Transport;

namespace SolConnect.Relay.Simulation.FalseAlarms.Nodes;

/// <summary>A relay that is well all day: the real hub and the loop that drives it.</summary>
internal sealed class DayRelay : LoopNode<HubInput>
{
    // A thread that is woken up, and timers as an operating system fires them; assumed.
    private static readonly TimeSpan LoopDelay = TimeSpan.FromMicroseconds(200);
    private static readonly TimeSpan TimerLateness = TimeSpan.FromMilliseconds(2);

    private readonly DayWorld _world;
    private readonly Dictionary<int, LinkConnection> _connections = [];
    private readonly RelayHub _hub;

    public DayRelay(DayWorld world, int index, SimRandom random, Road road)
        : base(world.Time, random, LoopDelay, TimerLateness)
    {
        (_world, Road) = (world, road);
        var id = string.Create(CultureInfo.InvariantCulture, $"relay-{index}");
        Endpoint = new(id, new Uri($"ws://{id}.test/relay"));
        _hub = new(new() { RelayId = id }, new(random.Id()));
    }

    public Road Road { get; }

    public RelayEndpoint Endpoint { get; }

    protected override Instant NextDeadline => _hub.NextDeadline;

    protected override HubInput Tick => HubInput.Tick();

    protected override ChunkPool Chunks => _world.Chunks;

    public void OnAccepted(LinkConnection connection)
    {
        _connections.Add(connection.RelayNumber, connection);
        Post(HubInput.Open(connection.RelayNumber));
    }

    public void OnReceived(LinkConnection connection, Chunk chunk) =>
        Post(HubInput.Received(connection.RelayNumber, chunk.Memory), chunk);

    public void OnClosed(LinkConnection connection)
    {
        if (_connections.ContainsKey(connection.RelayNumber))
        {
            Post(HubInput.Closed(connection.RelayNumber));
        }
    }

    protected override bool IsTick(in HubInput input) => input.Kind == HubInputKind.Tick;

    protected override void Step(in HubInput input)
    {
        _hub.Step(input, Time.Now);
        if (input.Kind == HubInputKind.Closed)
        {
            _connections.Remove(input.Connection);
        }
    }

    protected override void CarryOutEffects()
    {
        while (_hub.TryTakeEffect(out var effect))
        {
            if (!_connections.TryGetValue(effect.Connection, out var connection))
            {
                continue;
            }

            if (effect.Kind == HubEffectKind.Write)
            {
                connection.WriteFromRelay(effect.Buffer.Written.Span);
                Post(HubInput.Written(effect.Connection, effect.Buffer));
            }
            else if (effect.Kind is HubEffectKind.Close or HubEffectKind.Abort)
            {
                connection.CloseFromRelay();
            }
        }
    }
}
