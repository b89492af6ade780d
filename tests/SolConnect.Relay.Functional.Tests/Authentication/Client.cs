using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using SolConnect.Relay.Connections;

namespace SolConnect.Relay.Functional.Tests.Authentication;

/// <summary>A transport's manager alone, so that a test can choose how it dials; connecting is not waited for.</summary>
internal sealed class Client : IAsyncDisposable
{
    private readonly RelayManager _manager;
    private Task _connecting = Task.CompletedTask;

    public Client(RelayOptions options)
        : this(new object(), options, NullLoggerFactory.Instance, null)
    {
    }

    public Client(object sender, RelayOptions options, ILoggerFactory loggers, IWebSocketDialer? dialer) =>
        _manager = new(sender, options, loggers, dialer);

    public void Start() => _connecting = _manager.ConnectAsync(CancellationToken.None);

    public Task<ConnectionClosedEventArgs> FirstEndAsync()
    {
        var ended = new TaskCompletionSource<ConnectionClosedEventArgs>(
            TaskCreationOptions.RunContinuationsAsynchronously);
        _manager.ConnectionClosed += (_, closed) => ended.TrySetResult(closed);
        return ended.Task;
    }

    public async ValueTask DisposeAsync()
    {
        await _manager.DisposeAsync();
        await _connecting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
