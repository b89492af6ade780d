using System.Globalization;
using SolConnect.Relay.Core.Session;
using SolConnect.Relay.Simulation.Checking;
using SolConnect.Relay.Simulation.Engine;
using SolConnect.Relay.Simulation.Faults;
using SolConnect.Relay.Simulation.Histories;
using SolConnect.Relay.Simulation.Network;
using SolConnect.Relay.Simulation.Scenarios;

namespace SolConnect.Relay.Simulation.Nodes;

/// <summary>One seed's world: clients, relays, the network between them, and what was observed.</summary>
internal sealed class World
{
    /// <summary>The longest that a client's loop is paused.</summary>
    public static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);

    private readonly Dictionary<ProducerId, int> _producers = [];
    private readonly Dictionary<string, int> _topics = [];
    private readonly Dictionary<(int Client, int Subscription), CheckpointStore> _stores = [];
    private int _messages;
    private int _subscriptions;
    private int _logs;

    public World(ulong seed)
    {
        var random = new SimRandom(seed);
        Scenario = ScenarioDraw.From(random.Fork());
        History = new(Time);
        Random = random.Fork();
        Network = new(this, random.Fork(), Scenario.Clients.Count, Scenario.Relays);
        TopicNames = [.. Enumerable.Range(0, Scenario.Topics).Select(Name)];
        Relays = [.. Enumerable.Range(0, Scenario.Relays).Select(index => new SimRelay(this, index, random.Fork()))];
        Clients = [.. Scenario.Clients.Select((plan, index) => new SimClient(this, index, plan, random.Fork()))];
        Faults = new(this, random.Fork());
        foreach (var client in Clients)
        {
            _producers.Add(client.Producer, client.Index);
        }
    }

    public Scenario Scenario { get; }

    public VirtualTime Time { get; } = new();

    public History History { get; }

    public ChunkPool Chunks { get; } = new();

    /// <summary>For the network. Every other part has a generator of its own.</summary>
    public SimRandom Random { get; }

    public SimNetwork Network { get; }

    public IReadOnlyList<SimRelay> Relays { get; }

    public IReadOnlyList<SimClient> Clients { get; }

    public FaultInjector Faults { get; }

    public IReadOnlyList<string> TopicNames { get; }

    public bool HasHealed { get; set; }

    /// <summary>The list that every client begins with.</summary>
    public RelayEndpoint[] FirstList =>
        [.. (Scenario.Lists?.First ?? Enumerable.Range(0, Relays.Count)).Select(relay => Relays[relay].Endpoint)];

    public HistoryTerms Terms => new()
    {
        FirstSet = Scenario.Lists is null ? ulong.MaxValue : SetOf(FirstList),
        DiscoveryInterval = Scenario.Lists?.Interval ?? TimeSpan.Zero,
        Topics = Scenario.Topics,
        Relays = Scenario.Relays,
        RelaysInSet = Scenario.RelaysInSet,
        Retention = Scenario.Retention,
        Lateness = LongestPause + TimeSpan.FromMilliseconds(250),
        Clients =
        [
            .. Scenario.Clients.Select((plan, client) => new ClientTerms
            {
                IsForbiddenSomewhere = Scenario.Refusals.Any(
                    refusal => refusal.Client == client && refusal.Kind == FaultKind.Forbidden),
                RequiredAcks = plan.RequiredAcks,
                MessageTimeout = plan.MessageTimeout,
                HoldTime = plan.HoldTime,
                HoldCapacity = plan.HoldCapacity,
            }),
        ],
    };

    /// <summary>What an application keeps of a subscription, whichever of its processes asks.</summary>
    public CheckpointStore StoreOf(int client, int subscription)
    {
        while (Scenario.Clients[client].Follows is { } before)
        {
            client = before;
        }

        if (!_stores.TryGetValue((client, subscription), out var store))
        {
            store = new();
            _stores.Add((client, subscription), store);
        }

        return store;
    }

    public int NextMessage() => _messages++;

    public int NextSubscription() => _subscriptions++;

    public int NextLog() => _logs++;

    public int ClientOf(ProducerId producer) => _producers.GetValueOrDefault(producer, -1);

    public int RelayOf(RelayEndpoint endpoint)
    {
        for (var index = 0; index < Relays.Count; index++)
        {
            if (Relays[index].Endpoint.Id == endpoint.Id)
            {
                return index;
            }
        }

        throw new ArgumentException($"There is no relay '{endpoint.Id}' in this world.", nameof(endpoint));
    }

    public RelayEndpoint[] ListAfter(ListChange change) =>
        [.. change.Relays.Select(relay => Relays[relay].EndpointAfter(change.Addresses[relay]))];

    /// <summary>The relays of a list's set, as bits.</summary>
    public ulong SetOf(IReadOnlyList<RelayEndpoint> list) => RelaySet.Choose(list, Scenario.Standbys, "")
        .Aggregate(0UL, (set, endpoint) => set | (1UL << RelayOf(endpoint)));

    public int TopicOf(string name) => _topics.GetValueOrDefault(name, -1);

    private string Name(int topic)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"topic-{topic}");
        _topics.Add(name, topic);
        return name;
    }
}
