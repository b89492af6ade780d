using System.Collections.Concurrent;
using Microsoft.AspNetCore.Connections;

namespace SolConnect.Relay.Server.Embedding;

/// <summary>Knows every TCP connection of a relay, so that all of them can be reset at once.</summary>
internal sealed class ConnectionKiller
{
    private readonly ConcurrentDictionary<string, ConnectionContext> _connections = new(StringComparer.Ordinal);
    private volatile bool _isKilling;

    /// <summary>Kestrel's connection middleware.</summary>
    public ConnectionDelegate Watch(ConnectionDelegate next) => async connection =>
    {
        _connections[connection.ConnectionId] = connection;
        try
        {
            if (_isKilling)
            {
                Reset(connection);
            }

            await next(connection).ConfigureAwait(false);
        }
        finally
        {
            _connections.TryRemove(connection.ConnectionId, out _);
        }
    };

    /// <summary>Resets what is connected, and from now on whatever still comes.</summary>
    public void Kill()
    {
        _isKilling = true;
        foreach (var connection in _connections.Values)
        {
            Reset(connection);
        }
    }

    private static void Reset(ConnectionContext connection) =>
        connection.Abort(new ConnectionAbortedException("The relay was killed."));
}
