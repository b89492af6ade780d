using System.Diagnostics.CodeAnalysis;
using SolConnect.Relay.Core;
using SolConnect.Relay.Core.Wire;

namespace SolConnect.Relay.Server.Hub.Connections;

/// <summary>Every connection of the relay: by number, and once it has said Hello, by producer.</summary>
internal sealed class ConnectionTable
{
    private readonly Dictionary<int, HubConnection> _connections = [];
    private readonly Dictionary<ProducerId, HubConnection> _producers = [];

    // How many open connections gave which hash over their relay set.
    private readonly Dictionary<ulong, int> _setHashes = [];

    private readonly Dictionary<string, int> _subjects = [];
    private readonly SortedSet<(Instant ExpiresAt, int Number)> _expiries = [];

    // All wait for Hello equally long, so they run out of time in the order in which they came.
    private readonly Queue<HubConnection> _awaitingHello = new();

    public int Count => _connections.Count;

    public IEnumerable<HubConnection> All => _connections.Values;

    /// <summary>When the first token of an open connection runs out.</summary>
    public Instant NextExpiry => _expiries.Count > 0 ? _expiries.Min.ExpiresAt : Instant.Never;

    /// <summary>The open connection whose token runs out first, if that is by then.</summary>
    public HubConnection? Expired(Instant now) => NextExpiry <= now ? _connections[_expiries.Min.Number] : null;

    /// <summary>Open connections of one subject; of nobody in particular, none.</summary>
    public int OfSubject(string? subject) => subject is null ? 0 : _subjects.GetValueOrDefault(subject);

    public void Add(HubConnection connection)
    {
        _connections.Add(connection.Number, connection);
        _awaitingHello.Enqueue(connection);
    }

    public bool TryGet(int number, [NotNullWhen(true)] out HubConnection? connection) =>
        _connections.TryGetValue(number, out connection);

    public HubConnection? OfProducer(ProducerId producer) => _producers.GetValueOrDefault(producer);

    public void Open(HubConnection connection)
    {
        connection.Phase = HubConnectionPhase.Open;
        _producers.Add(connection.Hello.Producer, connection);
        Tally(_setHashes, connection.Hello.SetHash, 1, unless: 0ul);
        Tally(_subjects, connection.Access!.Subject ?? "", 1, unless: "");
        if (connection.Access.ExpiresAt != Instant.Never)
        {
            _expiries.Add((connection.Access.ExpiresAt, connection.Number));
        }
    }

    /// <summary>The client's relay list has changed.</summary>
    public void ChangeSet(HubConnection connection, ulong setHash)
    {
        Tally(_setHashes, connection.Hello.SetHash, -1, unless: 0ul);
        connection.Hello = connection.Hello with { SetHash = setHash };
        Tally(_setHashes, setHash, 1, unless: 0ul);
    }

    public void Remove(HubConnection connection)
    {
        _connections.Remove(connection.Number);
        if (connection.Phase == HubConnectionPhase.Open)
        {
            _producers.Remove(connection.Hello.Producer);
            Tally(_setHashes, connection.Hello.SetHash, -1, unless: 0ul);
            Tally(_subjects, connection.Access!.Subject ?? "", -1, unless: "");
            _expiries.Remove((connection.Access.ExpiresAt, connection.Number));
        }

        connection.Phase = HubConnectionPhase.Closed;
    }

    /// <summary>Whether some open connection uses another set of relays than this hash stands for.</summary>
    public SetVerdict VerdictOn(ulong setHash) =>
        setHash != 0 && _setHashes.Count > (_setHashes.ContainsKey(setHash) ? 1 : 0) ? SetVerdict.Differs : SetVerdict.Same;

    /// <summary>The connection that waits longest for its Hello, or null.</summary>
    public HubConnection? LongestAwaitingHello()
    {
        while (_awaitingHello.TryPeek(out var connection))
        {
            if (connection.Phase == HubConnectionPhase.AwaitingHello)
            {
                return connection;
            }

            _awaitingHello.Dequeue();
        }

        return null;
    }

    private static void Tally<T>(Dictionary<T, int> counts, T key, int change, T unless)
        where T : notnull
    {
        if (EqualityComparer<T>.Default.Equals(key, unless))
        {
            return;
        }

        var count = counts.GetValueOrDefault(key) + change;
        if (count == 0)
        {
            counts.Remove(key);
        }
        else
        {
            counts[key] = count;
        }
    }
}
