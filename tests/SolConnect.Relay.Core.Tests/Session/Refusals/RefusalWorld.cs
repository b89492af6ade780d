using SolConnect.Relay.Core.Delivery;
using SolConnect.Relay.Core.Session;
using SolConnect.Relay.Core.Wire;

namespace SolConnect.Relay.Core.Tests.Session.Refusals;

/// <summary>A session in virtual time, whose relays answer dials as a test says.</summary>
internal sealed class RefusalWorld
{
    private readonly RelaySession _session;
    private readonly Dictionary<string, SessionEffect> _dials = [];

    public RefusalWorld(int relays = 3, bool canRefresh = true, SessionOptions? options = null)
    {
        var endpoints = Enumerable.Range(0, relays)
            .Select(index => new RelayEndpoint($"relay-{index}", new Uri($"wss://relay-{index}.example/relay")));
        _session = new(
            (options ?? new()) with { CanRefreshToken = canRefresh, CandidateStagger = TimeSpan.Zero },
            [.. endpoints], new ProducerId(Guid.Parse("00112233-4455-6677-8899-aabbccddeeff")), 1, seed: 7);
        Step(SessionInput.Start());
    }

    public Instant Now { get; private set; } = new(TimeSpan.FromHours(1).Ticks);

    public TransportState State => _session.State;

    public ConnectionEnd? Refusal => _session.Refusal;

    public List<SessionEvent> Events { get; } = [];

    public List<SendResult> Results { get; } = [];

    public IEnumerable<SessionEvent.Alert> Alerts => Events.OfType<SessionEvent.Alert>();

    /// <summary>Since now until the next thing that the session wants to do.</summary>
    public TimeSpan NextIn => _session.NextDeadline - Now;

    public RelayView View(string relay) => _session.DescribeRelays().Single(view => view.Endpoint.Id == relay);

    public bool IsDialled(string relay) => _dials.ContainsKey(relay);

    /// <summary>Whether the dial under way asks for another token than the refused one.</summary>
    public bool AsksForFreshToken(string relay) => _dials[relay].WantsFreshToken;

    public void Fail(string relay, ConnectionEnd end)
    {
        Assert.True(_dials.Remove(relay, out var dial), $"{relay} is not dialled");
        Step(SessionInput.DialFailed(dial.Connection, end));
    }

    public void Fail(string relay, CloseReason reason, TimeSpan retryAfter = default) =>
        Fail(relay, new(reason, $"{reason}.", retryAfter) { HadToken = reason != CloseReason.NoAccessToken });

    /// <summary>The WebSocket opens. Returns the connection's number.</summary>
    public int Open(string relay)
    {
        Assert.True(_dials.Remove(relay, out var dial), $"{relay} is not dialled");
        Step(SessionInput.DialSucceeded(dial.Connection));
        return dial.Connection;
    }

    public int Welcome(string relay)
    {
        var connection = Open(relay);
        var log = new LogId(new Guid(relay[^1], 0, 0, new byte[8]));
        Receive(connection, new WelcomeFrame(
            relay, "", log, Durability.Received, 1_000_000, new(1024 * 1024, 1024 * 1024, 100), TimeSpan.FromSeconds(10), 0,
            SetVerdict.Same, []).Write);
        return connection;
    }

    public void Receive(int connection, Action<WireBuffer> write)
    {
        var buffer = new WireBuffer();
        write(buffer);
        Step(SessionInput.Received(connection, buffer.Written));
    }

    public void Publish(string topic)
    {
        var message = new OutboundMessage();
        message.Fill(topic, [1], 1, [], 0);
        Step(SessionInput.Publish(new([message])));
    }

    public void Advance(TimeSpan time)
    {
        Now += time;
        Step(SessionInput.Tick());
    }

    public void AdvanceToDeadline() => Advance(NextIn > TimeSpan.Zero ? NextIn : TimeSpan.Zero);

    private void Step(in SessionInput input)
    {
        _session.Step(input, Now);
        while (_session.TryTakeEffect(out var effect))
        {
            switch (effect.Kind)
            {
                case SessionEffectKind.Dial:
                    _dials.Add(effect.Relay.Id, effect);
                    break;
                case SessionEffectKind.Event:
                    Events.Add(effect.Event);
                    break;
                case SessionEffectKind.SendsSettled:
                    Results.AddRange(effect.Settled.ToArray().Select(send => send.FinalResult));
                    break;
                default:
                    break;
            }
        }
    }
}
