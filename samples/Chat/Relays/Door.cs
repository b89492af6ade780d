using System.Net;
using System.Net.Sockets;

namespace Chat.Relays;

/// <summary>
/// Stands in front of a relay and passes bytes in both directions. Shut, it takes them and passes nothing on: to its
/// clients the relay has stopped to answer without a word, like a process that hangs or a route that is gone.
/// </summary>
internal sealed class Door : IAsyncDisposable
{
    private const int BufferBytes = 64 * 1024;

    private readonly Lock _lock = new();
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stopping = new();
    private readonly HashSet<Socket> _sockets = [];
    private readonly HashSet<Task> _visits = [];
    private readonly IPEndPoint _relay;
    private readonly Task _accepting;
    private TaskCompletionSource _open = Opened();

    /// <summary>Listens on a free port at once.</summary>
    public Door(int relayPort)
    {
        _relay = new(IPAddress.Loopback, relayPort);
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _accepting = AcceptAsync();
    }

    public int Port { get; }

    /// <summary>From now on nothing passes.</summary>
    public void Shut()
    {
        lock (_lock)
        {
            if (_open.Task.IsCompleted)
            {
                _open = new(TaskCreationOptions.RunContinuationsAsynchronously);
            }
        }
    }

    /// <summary>What was held back passes, and everything after it.</summary>
    public void Open()
    {
        lock (_lock)
        {
            _open.TrySetResult();
        }
    }

    /// <summary>Breaks every connection without a close handshake.</summary>
    public void ResetAll()
    {
        lock (_lock)
        {
            foreach (var socket in _sockets)
            {
                socket.Close(timeout: 0);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        _listener.Stop();
        await _accepting;
        ResetAll();
        Task[] visits;
        lock (_lock)
        {
            visits = [.. _visits];
        }

        await Task.WhenAll(visits);
        _stopping.Dispose();
    }

    private Task WhenOpen
    {
        get
        {
            lock (_lock)
            {
                return _open.Task.WaitAsync(_stopping.Token);
            }
        }
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptSocketAsync(_stopping.Token);
                lock (_lock)
                {
                    _visits.RemoveWhere(visit => visit.IsCompleted);
                    _visits.Add(Task.Run(() => ServeAsync(client)));
                }
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException)
        {
            // The door is taken down.
        }
    }

    private async Task ServeAsync(Socket client)
    {
        using var relay = new Socket(SocketType.Stream, ProtocolType.Tcp);
        lock (_lock)
        {
            _sockets.UnionWith([client, relay]);
        }

        try
        {
            await WhenOpen;
            await relay.ConnectAsync(_relay, _stopping.Token);
            (client.NoDelay, relay.NoDelay) = (true, true);

            // The first end is the end of both: a relay's clients close, they do not shut down one direction.
            await await Task.WhenAny(PassAsync(client, relay), PassAsync(relay, client));
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // One of the two ends has left, or was never there.
        }
        finally
        {
            lock (_lock)
            {
                _sockets.ExceptWith([client, relay]);
            }

            client.Close(timeout: 0);
        }
    }

    private async Task PassAsync(Socket from, Socket to)
    {
        var buffer = new byte[BufferBytes];
        while (await from.ReceiveAsync(buffer, _stopping.Token) is > 0 and var length)
        {
            await WhenOpen;
            for (var sent = 0; sent < length;)
            {
                sent += await to.SendAsync(buffer.AsMemory(sent, length - sent), _stopping.Token);
            }
        }
    }

    private static TaskCompletionSource Opened()
    {
        var source = new TaskCompletionSource();
        source.SetResult();
        return source;
    }
}
