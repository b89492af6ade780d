using SolConnect.Relay.Core.Session;

namespace SolConnect.Relay.Core.Tests.Session.Support;

/// <summary>
/// A real session in virtual time, with relays that a test scripts frame by frame. What must hold after every step is
/// asserted here: one outcome for each send, no deadline in the past, nothing after the end.
/// </summary>
internal sealed class SessionWorld
{
    private static readonly TimeSpan Patience = TimeSpan.FromHours(10);

    private readonly List<TestSend> _sends = [];
    private readonly List<TestRelay> _sockets;
    private bool _together;
    private bool _isLate;
    private bool _isStopped;

    /// <param name="judgesSilence">
    /// Scripted relays answer only what a test makes them answer, so silence means nothing unless a test is about it.
    /// </param>
    public SessionWorld(
        int relays = 3, SessionOptions? options = null, ulong seed = 1, bool judgesSilence = false)
    {
        options ??= new();
        options = judgesSilence ? options : options with { FailoverThreshold = Patience, FailbackDelay = Patience };
        var endpoints = Enumerable.Range(1, relays).Select(number => Endpoint($"r{number}")).ToList();
        Session = new(options, endpoints, Producer, generation: 1, seed);
        Relays =
        [
            .. RelaySet.Choose(endpoints, options.Standbys, options.AffinityKey)
                .Select((endpoint, slot) => new TestRelay(this, endpoint, slot)),
        ];
        _sockets = [.. Relays];
    }

    public static ProducerId Producer { get; } = new(new Guid(1, 0, 0, new byte[8]));

    public RelaySession Session { get; }

    /// <summary>The relays of the first set, best ranked first, and behind them what later lists brought.</summary>
    public TestRelay[] Relays { get; private set; }

    public Instant Now { get; private set; } = new(TimeSpan.FromHours(1).Ticks);

    public List<SessionEvent> Events { get; } = [];

    /// <summary>Every effect in order, bytes included.</summary>
    public List<string> Transcript { get; } = [];

    public int Drains { get; private set; }

    public int Ticks { get; private set; }

    /// <summary>A session whose relays are all open.</summary>
    public static SessionWorld Connected(
        int relays = 3, SessionOptions? options = null, ulong seed = 1, bool judgesSilence = false)
    {
        var world = new SessionWorld(relays, options, seed, judgesSilence);
        world.Start();
        foreach (var relay in world.Relays)
        {
            relay.Open();
        }

        return world;
    }

    /// <summary>A session that judges silence, with open relays that answer by themselves within 10 ms.</summary>
    public static SessionWorld Alive(int relays = 3, SessionOptions? options = null, ulong seed = 1)
    {
        var world = Connected(relays, options, seed, judgesSilence: true);
        Array.ForEach(world.Relays, relay => relay.Answer());
        return world;
    }

    public IEnumerable<T> EventsOf<T>()
        where T : SessionEvent => Events.OfType<T>();

    public void Start() => Step(SessionInput.Start());

    public TestSend Send(string text, string topic = "t")
    {
        var send = new TestSend(topic, text);
        _sends.Add(send);
        Step(SessionInput.Publish(new([send])));
        return send;
    }

    /// <summary>Sends that came in one behind the other, as the one input that the shell makes of them.</summary>
    public TestSend[] SendBatch(params IEnumerable<(string Text, string Topic)> messages)
    {
        TestSend[] sends = [.. messages.Select(message => new TestSend(message.Topic, message.Text))];
        _sends.AddRange(sends);
        Step(SessionInput.Publish(new([.. sends])));
        return sends;
    }

    /// <summary>m1, m2, m3 … in one go.</summary>
    public TestSend[] SendMany(int count, string topic = "t")
    {
        TestSend[] sends = [];
        Together(() => sends = [.. Enumerable.Range(1, count).Select(number => Send($"m{number}", topic))]);
        return sends;
    }

    public void Cancel(TestSend send) => Step(SessionInput.CancelSend(send));

    public TestSubscription Subscribe(
        string topic = "t", SubscriptionStart start = SubscriptionStart.Latest, int bufferBytes = 100_000,
        GapPolicy onGap = GapPolicy.Continue, SubscriptionCheckpoint? resumeFrom = null)
    {
        var subscription = new TestSubscription(topic, start, bufferBytes, onGap, resumeFrom);
        Step(SessionInput.Subscribe(subscription));
        return subscription;
    }

    public void Unsubscribe(TestSubscription subscription) => Step(SessionInput.Unsubscribe(subscription));

    /// <summary>The application takes the oldest messages that it was handed.</summary>
    public void Consume(TestSubscription subscription, int count = int.MaxValue)
    {
        while (count-- > 0 && subscription.TryConsume(out var origin, out var credit))
        {
            Step(SessionInput.Consumed(subscription, origin, credit));
        }
    }

    public void Rank(params TestRelay[] best) => Step(SessionInput.Ranked([.. best.Select(relay => relay.Id)]));

    /// <summary>The session is given a list of relays by their ids.</summary>
    public void List(params string[] ids) => List(Array.ConvertAll(ids, Endpoint));

    public void List(params RelayEndpoint[] relays)
    {
        foreach (var endpoint in relays.Where(endpoint => !Array.Exists(Relays, relay => relay.Id == endpoint.Id)))
        {
            var added = new TestRelay(this, endpoint, Relays.Length);
            Relays = [.. Relays, added];
            _sockets.Add(added);
        }

        Step(SessionInput.RelaysChanged(relays));
    }

    public TestRelay Relay(string id) => Array.Find(Relays, relay => relay.Id == id)!;

    public TestSwitch SwitchTo(string relayId, string? prediction = null)
    {
        var request = new TestSwitch(relayId, prediction);
        Step(SessionInput.SwitchTo(request));
        return request;
    }

    public void Drain() => Step(SessionInput.Drain());

    public void Stop() => Step(SessionInput.Stop());

    /// <summary>Everything in the action reaches the session before it is asked for effects.</summary>
    public void Together(Action action)
    {
        _together = true;
        action();
        _together = false;
        TakeEffects();
        TickIfDue();
    }

    public void Step(in SessionInput input)
    {
        Session.Step(input, Now);
        TakeEffects();
        TickIfDue();
    }

    /// <summary>
    /// Lets time pass, with a tick at each deadline, as a shell's timer would, and with answers when they come.
    /// </summary>
    public void Advance(TimeSpan time)
    {
        var end = Now + time;
        while (true)
        {
            var speaker = _sockets.MinBy(relay => relay.NextAnswerAt.Ticks)!;
            var next = Instant.Earlier(Session.NextDeadline, speaker.NextAnswerAt);
            if (next > end)
            {
                Now = end;
                return;
            }

            Now = Instant.Later(Now, next);
            if (speaker.NextAnswerAt <= Now)
            {
                speaker.SayAnswer();
            }
            else
            {
                Tick();
            }
        }
    }

    /// <summary>Time passes and nothing runs: neither the timer nor those who read from sockets.</summary>
    public void Sleep(double milliseconds)
    {
        Now += TimeSpan.FromMilliseconds(milliseconds);
        _isLate = Session.NextDeadline <= Now;
    }

    public void AdvanceToDeadline()
    {
        Assert.NotEqual(Instant.Never, Session.NextDeadline);
        Advance(Session.NextDeadline - Now);
    }

    public void Advance(double milliseconds) => Advance(TimeSpan.FromMilliseconds(milliseconds));

    public void Tick()
    {
        Ticks++;
        _isLate = false;
        Session.Step(SessionInput.Tick(), Now);
        TakeEffects();
        Assert.True(Session.NextDeadline > Now, $"The deadline {Session.NextDeadline} is not after {Now}.");
    }

    /// <summary>Every send has its outcome, and the machine has let go of it.</summary>
    public void AssertNothingIsLeft() =>
        Assert.All(_sends, send => Assert.True(send.IsReleased && send.Result is not null));

    public static RelayEndpoint Endpoint(string id) => new(id, new Uri($"wss://{id}.example/relay"));

    private void TakeEffects()
    {
        if (_together)
        {
            return;
        }

        do
        {
            while (Session.TryTakeEffect(out var effect))
            {
                Assert.False(_isStopped);
                Transcript.Add(Describe(effect));
                Execute(effect);
            }
        }
        while (_sockets.Exists(relay => relay.AnswerWrite()));
    }

    // What an input made due is done with one tick, or a shell would spin.
    private void TickIfDue()
    {
        if (!_together && !_isLate && Session.NextDeadline <= Now)
        {
            Tick();
        }
    }

    private void Execute(in SessionEffect effect)
    {
        switch (effect.Kind)
        {
            case SessionEffectKind.Dial:
                SocketFor(effect.Relay).Dial(effect.Connection);
                break;
            case SessionEffectKind.Write:
                RelayOf(effect.Connection).Take(effect.Buffer);
                break;
            case SessionEffectKind.Close or SessionEffectKind.Abort:
                RelayOf(effect.Connection).Close(effect.End, isAbort: effect.Kind == SessionEffectKind.Abort);
                break;
            case SessionEffectKind.SendsSettled:
                TestSend.Settle(effect.Settled);
                break;
            case SessionEffectKind.SendReleased:
                ((TestSend)effect.Message).Release();
                break;
            case SessionEffectKind.Subscribed:
                ((TestSubscription)effect.Subscription).Confirm();
                break;
            case SessionEffectKind.Deliver:
                ((TestSubscription)effect.Subscription).Take(effect);
                break;
            case SessionEffectKind.Skipped:
                ((TestSubscription)effect.Subscription).Progress.Skipped(effect.Through);
                break;
            case SessionEffectKind.Reached:
                ((TestSubscription)effect.Subscription).Progress.Reached(effect.Position);
                break;
            case SessionEffectKind.SubscriptionEnded:
                ((TestSubscription)effect.Subscription).Finish(effect.SubscriptionEnd);
                break;
            case SessionEffectKind.SwitchSettled:
                ((TestSwitch)effect.Switch).Settle(effect.Obstacle);
                break;
            case SessionEffectKind.Event:
                Events.Add(effect.Event);
                break;
            case SessionEffectKind.Drained:
                Drains++;
                break;
            case SessionEffectKind.Stopped:
                _isStopped = true;
                break;
            default:
                Assert.Fail($"{effect.Kind} is no effect.");
                break;
        }
    }

    private TestRelay RelayOf(int connection) => _sockets.Find(relay => relay.Connection == connection)!;

    private TestRelay SocketFor(RelayEndpoint endpoint)
    {
        var relay = Array.Find(Relays, relay => relay.Id == endpoint.Id)!;
        if (relay.IsGone)
        {
            return relay;
        }

        _sockets.Add(relay.Challenge());
        return _sockets[^1];
    }

    private static string Describe(in SessionEffect effect) => effect.Kind switch
    {
        SessionEffectKind.Write => $"write {effect.Connection} {Convert.ToHexString(effect.Buffer.Written.Span)}",
        SessionEffectKind.SendsSettled => $"settled {string.Join(", ", effect.Settled.ToArray().Select(send => send.FinalResult))}",
        SessionEffectKind.Deliver => $"deliver {effect.Connection} {effect.Credit} {effect.Delivery.Id}",
        SessionEffectKind.Event => effect.Event.ToString(),
        _ => $"{effect.Kind} {effect.Connection}",
    };
}
