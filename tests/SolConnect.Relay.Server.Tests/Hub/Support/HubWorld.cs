using SolConnect.Relay.Core;
using SolConnect.Relay.Server.Hub;

namespace SolConnect.Relay.Server.Tests.Hub.Support;

/// <summary>A hub in virtual time with clients that speak frames to it.</summary>
internal sealed class HubWorld
{
    private readonly Dictionary<int, TestClient> _clients = [];
    private int _connections;
    private bool _together;

    public HubWorld(HubOptions? options = null)
    {
        Hub = new(options ?? new(), Log);
    }

    public static LogId Log { get; } = new(Guid.Parse("10000000-0000-0000-0000-000000000001"));

    public RelayHub Hub { get; }

    public Instant Now { get; private set; } = new(TimeSpan.FromHours(1).Ticks);

    public long Clock => RelayClock.Microseconds(Now);

    public static ProducerId Producer(int number) => new(new Guid(number, 0, 0, new byte[8]));

    /// <summary>A connection that has not said Hello.</summary>
    public TestClient Open(int producer = 0) => Open(producer, HubAccess.Anonymous);

    /// <summary>A connection of somebody in particular; of nobody yet when null.</summary>
    public TestClient Open(int producer, HubAccess? access)
    {
        var number = ++_connections;
        var client = new TestClient(this, number, Producer(producer == 0 ? number : producer));
        _clients.Add(number, client);
        Step(HubInput.Open(number, access));
        return client;
    }

    /// <summary>A connection that was welcomed.</summary>
    public TestClient Connect(int producer = 0, long generation = 1, long attempt = 1) =>
        Open(producer).Hello(generation, attempt);

    /// <summary>A connection that was welcomed and calls the topic 1.</summary>
    public TestClient Publisher(string topic = "t", int producer = 0, long generation = 1, long attempt = 1) =>
        Connect(producer, generation, attempt).Topic(topic);

    public TestClient Subscriber(string topic = "t", long credit = 1_000_000_000) =>
        Connect().Subscribe(topic, credit: credit);

    /// <summary>Everything in the action reaches the hub before it writes anything.</summary>
    public void Together(Action action)
    {
        _together = true;
        action();
        _together = false;
        TakeEffects();
    }

    public void Step(in HubInput input)
    {
        Hub.Step(input, Now);
        TakeEffects();
    }

    public void Advance(TimeSpan time)
    {
        Now += time;
        Step(HubInput.Tick());
    }

    /// <summary>Goes to the hub's next deadline, as a shell's timer would.</summary>
    public void AdvanceToDeadline()
    {
        Assert.NotEqual(Instant.Never, Hub.NextDeadline);
        Advance(Hub.NextDeadline - Now);
    }

    private void TakeEffects()
    {
        while (!_together && Hub.TryTakeEffect(out var effect))
        {
            switch (effect.Kind)
            {
                case HubEffectKind.Write:
                    _clients[effect.Connection].Take(effect.Buffer);
                    break;
                case HubEffectKind.Close:
                    Assert.Null(_clients[effect.Connection].End);
                    _clients[effect.Connection].End = effect.End;
                    break;
                default:
                    break;
            }
        }
    }
}
