using SolConnect.Relay.Core.Delivery;
using SolConnect.Relay.Core.Session;
using SolConnect.Relay.Simulation.Engine;
using SolConnect.Relay.Simulation.FalseAlarms.Measuring;

namespace SolConnect.Relay.Simulation.FalseAlarms.Nodes;

/// <summary>
/// A client with default options that publishes all day: the real session, driven as the real shell drives it.
/// </summary>
internal sealed class DayClient : LoopNode<SessionInput>
{
    private const int Publish = 10;
    private const int PayloadBytes = 100;

    // A thread that is woken up, and timers as an operating system fires them; assumed.
    private static readonly TimeSpan LoopDelay = TimeSpan.FromMicroseconds(200);
    private static readonly TimeSpan TimerLateness = TimeSpan.FromMilliseconds(5);

    private readonly DayWorld _world;
    private readonly RelaySession _session;
    private readonly Dictionary<int, LinkConnection> _connections = [];
    private readonly Stack<DayMessage> _free = new();
    private readonly TimeSpan _period;
    private readonly DayMeter _meter;
    private long _seenVersion;

    public DayClient(DayWorld world, SimRandom random, TimeSpan period, SessionOptions options)
        : base(world.Time, random, LoopDelay, TimerLateness)
    {
        (_world, _period) = (world, period);
        _session = new(options, [.. world.Relays.Select(relay => relay.Endpoint)], new(random.Id()), 1, random.Next());
        _meter = new(world.Time, _session.Counters);
    }

    public DayMeter Meter => _meter;

    protected override Instant NextDeadline => _session.NextDeadline;

    protected override SessionInput Tick => SessionInput.Tick();

    protected override ChunkPool Chunks => _world.Chunks;

    public void Start()
    {
        Post(SessionInput.Start());
        Time.After(_period, this, Publish);
    }

    public void OnDialled(LinkConnection connection) => Post(SessionInput.DialSucceeded(connection.ClientNumber));

    public void OnDialFailed(LinkConnection connection, ConnectionEnd end) =>
        Post(SessionInput.DialFailed(connection.ClientNumber, end));

    public void OnLost(LinkConnection connection, ConnectionEnd end) =>
        Post(SessionInput.ConnectionLost(connection.ClientNumber, end));

    public void OnReceived(LinkConnection connection, Chunk chunk)
    {
        _meter.SeeReceived(connection.ClientNumber, chunk.Span);
        Post(SessionInput.Received(connection.ClientNumber, chunk.Memory), chunk);
    }

    protected override void OnOther(in SimEvent happening)
    {
        var message = _free.TryPop(out var used) ? used : new();
        message.PublishedAt = Time.Now;
        var payload = message.Payload.Length == PayloadBytes ? message.Payload : new byte[PayloadBytes];
        message.Fill("telemetry", payload, PayloadBytes, [], Time.Now.Ticks / TimeSpan.TicksPerMillisecond);
        _meter.Published();
        Post(SessionInput.Publish(new([message])));

        // Not quite regular, so that the messages do not walk in step with what disturbs the link.
        Time.After(_period * (0.9 + (0.2 * Random.Fraction())), this, Publish);
    }

    protected override bool IsTick(in SessionInput input) => input.Kind == SessionInputKind.Tick;

    protected override void Step(in SessionInput input) => _session.Step(input, Time.Now);

    protected override void CarryOutEffects()
    {
        while (_session.TryTakeEffect(out var effect))
        {
            CarryOut(effect);
        }

        if (_session.RelaysVersion != _seenVersion)
        {
            _seenVersion = _session.RelaysVersion;
            _meter.SeeRelays(_session.DescribeRelays());
        }
    }

    private void CarryOut(in SessionEffect effect)
    {
        switch (effect.Kind)
        {
            case SessionEffectKind.Dial:
                _connections.Add(effect.Connection, _world.Dial(effect.Connection, effect.Relay));
                break;
            case SessionEffectKind.Write:
                _meter.SeeWritten(effect.Connection, effect.Buffer.Written.Span);
                _connections[effect.Connection].WriteFromClient(effect.Buffer.Written.Span);
                Post(SessionInput.Written(effect.Connection, effect.Buffer));
                break;
            case SessionEffectKind.Close or SessionEffectKind.Abort:
                _connections[effect.Connection].CloseFromClient();
                break;
            case SessionEffectKind.SendsSettled:
                Settle(effect.Settled);
                break;
            case SessionEffectKind.SendReleased:
                _free.Push((DayMessage)effect.Message);
                break;
            case SessionEffectKind.Event:
                _meter.See(effect.Event);
                break;
            default:
                throw new InvalidOperationException($"The session asked for {effect.Kind}.");
        }
    }

    private void Settle(ReadOnlySpan<OutboundMessage> sends)
    {
        foreach (var send in sends)
        {
            var message = (DayMessage)send;
            _meter.Settled(message.FinalResult, Time.Now - message.PublishedAt);
            if (message.LeavesWithOutcome)
            {
                _free.Push(message);
            }
        }
    }
}
