using System.Net;
using System.Net.Sockets;

namespace SolConnect.Relay.TestKit;

/// <summary>
/// A relay that does what a script says, down to the bytes: for everything that a real one does not do. Each connection runs
/// the script once; when it returns, the connection is reset.
/// </summary>
public sealed class FakeRelay : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stopping = new();
    private readonly Func<FakeConnection, Task> _script;
    private readonly List<Task> _running = [];
    private readonly Task _accepting;
    private int _connections;

    /// <summary>Listens on a free port at once.</summary>
    /// <param name="script">What happens on each connection, from the first byte on.</param>
    public FakeRelay(string id, Func<FakeConnection, Task> script)
    {
        _script = script;
        _listener.Start();
        var port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        Endpoint = new(id, new Uri($"ws://127.0.0.1:{port}/relay"));
        _accepting = AcceptAsync();
    }

    /// <summary>How clients reach it.</summary>
    public RelayEndpoint Endpoint { get; }

    /// <summary>Connections that were accepted so far.</summary>
    public int Connections => Volatile.Read(ref _connections);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        _listener.Stop();
        await _accepting;
        await Task.WhenAll(_running);
        _stopping.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!_stopping.IsCancellationRequested)
        {
            try
            {
                var socket = await _listener.AcceptSocketAsync(_stopping.Token);
                Interlocked.Increment(ref _connections);
                _running.Add(ServeAsync(socket));
            }
            catch (Exception exception) when (exception is OperationCanceledException or SocketException)
            {
                return;
            }
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        await Task.Yield();
        await using var connection = new FakeConnection(socket, Endpoint.Id, _stopping.Token);
        try
        {
            await _script(connection);
        }
        catch (Exception exception) when (
            exception is OperationCanceledException or IOException or SocketException
                or System.Net.WebSockets.WebSocketException)
        {
            // The client has left, which is what most scripts are for.
        }
    }
}
