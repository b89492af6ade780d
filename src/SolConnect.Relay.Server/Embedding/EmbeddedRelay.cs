using System.Net;
using Microsoft.Extensions.Options;
using SolConnect.Relay.Server.Embedding;
using SolConnect.Relay.Server.Hub;

namespace SolConnect.Relay.Server;

/// <summary>
/// A relay inside the own process, on a real socket, that can be stopped, killed and started again: for tests of an
/// application against failing relays, for demonstrations and for development. Thread-safe; one change at a time.
/// </summary>
public sealed class EmbeddedRelay : IAsyncDisposable
{
    private readonly EmbeddedRelayOptions _options;
    private readonly SemaphoreSlim _change = new(1);
    private RelayHost? _host;
    private RelayHub _hub;

    private EmbeddedRelay(EmbeddedRelayOptions options, RelayHost host)
    {
        _options = options;
        _host = host;
        _hub = host.Hub;
        var address = options.Address.Equals(IPAddress.Any) ? IPAddress.Loopback : options.Address;
        Endpoint = new(options.Id, new UriBuilder("ws", address.ToString(), host.Port, options.Path).Uri)
        {
            Region = options.Region,
        };
    }

    /// <summary>The relay's id.</summary>
    public string Id => _options.Id;

    /// <summary>How clients reach it. The port is the same over all restarts.</summary>
    public RelayEndpoint Endpoint { get; }

    /// <summary>It listens.</summary>
    public bool IsRunning => Volatile.Read(ref _host) is not null;

    /// <summary>Connections at the moment; 0 while it does not run.</summary>
    public int Connections => Volatile.Read(ref _host)?.Connections ?? 0;

    /// <summary>The log's id, which changes when a restart begins with an empty log.</summary>
    public LogId Log => Volatile.Read(ref _hub).Log;

    /// <summary>Starts a relay and returns once it listens.</summary>
    /// <param name="options">How it is set up; <c>null</c> takes the defaults.</param>
    /// <param name="cancellationToken">Cancelled: nothing listens.</param>
    /// <exception cref="OptionsValidationException">Names every option that is wrong.</exception>
    /// <exception cref="IOException">The port is taken.</exception>
    public static async Task<EmbeddedRelay> StartAsync(
        EmbeddedRelayOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new();
        var host = await RelayHost.StartAsync(options, options.Port, null, cancellationToken).ConfigureAwait(false);
        return new(options, host);
    }

    /// <summary>
    /// Ends the relay as a crash would: every connection is reset without a close handshake, messages it has not
    /// processed yet are gone, and nobody listens any more. Does nothing while it does not run.
    /// </summary>
    public async Task KillAsync()
    {
        await _change.WaitAsync().ConfigureAwait(false);
        try
        {
            if (_host is { } host)
            {
                Volatile.Write(ref _host, null);
                await host.KillAsync().ConfigureAwait(false);
                await host.DisposeAsync().ConfigureAwait(false);
            }
        }
        finally
        {
            _change.Release();
        }
    }

    /// <summary>
    /// Ends the relay in good order: clients are asked to leave, and those that have not left within
    /// <see cref="RelayServerOptions.ShutdownGrace"/> are closed with 1012. Does nothing while it does not run.
    /// </summary>
    /// <param name="cancellationToken">Cancelled: stops waiting for clients and resets those that are left.</param>
    public async Task StopAsync(CancellationToken cancellationToken = default)
    {
        await _change.WaitAsync(CancellationToken.None).ConfigureAwait(false);
        try
        {
            if (_host is { } host)
            {
                Volatile.Write(ref _host, null);
                await host.StopAsync(cancellationToken).ConfigureAwait(false);
                await host.DisposeAsync().ConfigureAwait(false);
            }
        }
        finally
        {
            _change.Release();
        }
    }

    /// <summary>Starts the relay again on the same port, after killing it where it still runs.</summary>
    /// <param name="keepLog">
    /// True: with the messages and the log id it had, as a relay with storage would. False: empty and with a new log
    /// id, as after the loss of its memory.
    /// </param>
    /// <param name="cancellationToken">Cancelled: the relay was killed and does not run; it can be restarted again.</param>
    /// <exception cref="IOException">Something else has taken the port, and did not leave it within 5 s.</exception>
    public async Task RestartAsync(bool keepLog, CancellationToken cancellationToken = default)
    {
        await KillAsync().ConfigureAwait(false);
        await _change.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (_host is null)
            {
                _hub.Step(HubInput.Reopen(), default);
                var hub = keepLog ? _hub : null;
                var host = await RelayHost.StartAsync(_options, Endpoint.Url.Port, hub, cancellationToken)
                    .ConfigureAwait(false);
                Volatile.Write(ref _hub, host.Hub);
                Volatile.Write(ref _host, host);
            }
        }
        finally
        {
            _change.Release();
        }
    }

    /// <summary>Kills the relay where it still runs.</summary>
    public async ValueTask DisposeAsync()
    {
        await KillAsync().ConfigureAwait(false);
        _change.Dispose();
    }
}
