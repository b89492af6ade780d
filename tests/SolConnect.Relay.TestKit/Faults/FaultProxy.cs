using System.Net;
using System.Net.Sockets;

namespace SolConnect.Relay.TestKit.Faults;

/// <summary>
/// Stands between clients and one relay and passes WebSocket frames on, except for what it is told to do to them.
/// Clients know it under the relay's id.
/// </summary>
internal sealed class FaultProxy : IAsyncDisposable
{
    private readonly Lock _lock = new();
    private readonly List<ProxiedConnection> _connections = [];
    private readonly List<Task> _running = [];
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stopping = new();
    private readonly RelayEndpoint _relay;
    private readonly Task _accepting;
    private volatile Handshake _handshake = Handshake.Normal;

    /// <summary>Listens on a free port at once.</summary>
    public FaultProxy(RelayEndpoint relay)
    {
        _relay = relay;
        _listener.Start();
        var port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        Endpoint = relay with { Url = new UriBuilder(relay.Url) { Port = port }.Uri };
        _accepting = AcceptAsync();
    }

    /// <summary>How clients reach the relay through this proxy.</summary>
    public RelayEndpoint Endpoint { get; }

    public FaultLane ToRelay { get; } = new();

    public FaultLane FromRelay { get; } = new();

    /// <summary>What becomes of new connections.</summary>
    public Handshake Handshake { get => _handshake; set => _handshake = value; }

    /// <summary>Resets every connection.</summary>
    public void ResetAll()
    {
        foreach (var connection in Connections)
        {
            connection.Reset();
        }
    }

    /// <summary>Everything passes again, for old connections and new ones.</summary>
    public void Heal()
    {
        Handshake = Handshake.Normal;
        ToRelay.Heal();
        FromRelay.Heal();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        _listener.Stop();
        await _accepting;
        ResetAll();
        await Task.WhenAll(_running);
        _stopping.Dispose();
    }

    private ProxiedConnection[] Connections
    {
        get
        {
            lock (_lock)
            {
                return [.. _connections];
            }
        }
    }

    private async Task AcceptAsync()
    {
        while (!_stopping.IsCancellationRequested)
        {
            try
            {
                var socket = await _listener.AcceptSocketAsync(_stopping.Token);
                socket.NoDelay = true;
                _running.Add(ServeAsync(socket));
            }
            catch (Exception exception) when (exception is OperationCanceledException or SocketException)
            {
                return;
            }
        }
    }

    private async Task ServeAsync(Socket client)
    {
        await Task.Yield();
        using var connection = new ProxiedConnection(client, _relay, this, _stopping.Token);
        lock (_lock)
        {
            _connections.Add(connection);
        }

        try
        {
            await connection.RunAsync(Handshake);
        }
        catch (Exception exception) when (
            exception is OperationCanceledException or IOException or SocketException or ObjectDisposedException)
        {
            // One of the two ends has left or was cut.
        }
        finally
        {
            lock (_lock)
            {
                _connections.Remove(connection);
            }
        }
    }
}
