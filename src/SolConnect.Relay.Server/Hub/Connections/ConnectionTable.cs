using System.Diagnostics.CodeAnalysis;

namespace SolConnect.Relay.Server.Hub.Connections;

/// <summary>Every connection of the relay: by number, and once it has said Hello, by producer.</summary>
internal sealed class ConnectionTable
{
    private readonly Dictionary<int, HubConnection> _connections = [];
    private readonly Dictionary<ProducerId, HubConnection> _producers = [];

    // How many open connections gave which hash over their relay set.
    private readonly Dictionary<ulong, int> _setHashes = [];

    // All wait for Hello equally long, so they run out of time in the order in which they came.
    private readonly Queue<HubConnection> _awaitingHello = new();

    public int Count => _connections.Count;

    public int OpenCount => _producers.Count;

    public IEnumerable<HubConnection> All => _connections.Values;

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
        CountHash(connection.Hello.SetHash, 1);
    }

    public void Remove(HubConnection connection)
    {
        _connections.Remove(connection.Number);
        if (connection.Phase == HubConnectionPhase.Open)
        {
            _producers.Remove(connection.Hello.Producer);
            CountHash(connection.Hello.SetHash, -1);
        }

        connection.Phase = HubConnectionPhase.Closed;
    }

    /// <summary>Some open connection was configured with another set of relays than this hash stands for.</summary>
    public bool IsContradicted(ulong setHash) =>
        setHash != 0 && _setHashes.Count > (_setHashes.ContainsKey(setHash) ? 1 : 0);

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

    private void CountHash(ulong setHash, int change)
    {
        if (setHash == 0)
        {
            return;
        }

        var count = _setHashes.GetValueOrDefault(setHash) + change;
        if (count == 0)
        {
            _setHashes.Remove(setHash);
        }
        else
        {
            _setHashes[setHash] = count;
        }
    }
}
