using System.Collections.Concurrent;
using System.Net.WebSockets;
using SolConnect.Relay.Connections;
using SolConnect.Relay.Testing.Network;

namespace SolConnect.Relay.Testing;

/// <summary>
/// One relay inside this process, and the script of what goes wrong with it. Faults concern all of its connections, now
/// and later, and may be combined. Thread-safe; starts and ends happen one after another.
/// </summary>
public sealed class InProcessRelay
{
    private readonly RelayFleetOptions _options;
    private readonly FaultBoard _faults = new();
    private readonly ConcurrentDictionary<MemoryLink, byte> _links = new();
    private readonly Lock _lock = new();
    private Task _change = Task.CompletedTask;
    private volatile RelayRun? _run;
    private volatile RelayRun _lastRun;

    internal InProcessRelay(string id, RelayFleetOptions options)
    {
        _options = options;
        _lastRun = RelayRun.Create(id, options, hub: null);
        Endpoint = new(id, new Uri($"ws://localhost/{id}"));
    }

    /// <summary>The relay's id.</summary>
    public string Id => Endpoint.Id;

    /// <summary>How a transport of this fleet knows the relay. Nothing listens at the address.</summary>
    public RelayEndpoint Endpoint { get; }

    /// <summary>It takes connections, unless a fault is in the way.</summary>
    public bool IsRunning => _run is not null;

    /// <summary>Connections at the moment, as the relay sees them; 0 while it does not run.</summary>
    public int Connections => _run?.Connections ?? 0;

    /// <summary>The log's id, which changes when the relay comes back empty.</summary>
    public LogId Log => _lastRun.Hub.Log;

    /// <summary>
    /// Ends the relay as a crash would: every connection is reset, what it has not processed yet is gone, and connecting
    /// is refused. Behind a <see cref="Blackhole"/> clients are not told. Does nothing while it does not run.
    /// </summary>
    public Task KillAsync() => ChangeAsync(KillOnceAsync);

    /// <summary>
    /// Ends the relay in good order: clients are asked to leave, and those that have not left within <c>ShutdownGrace</c>
    /// are closed. Does nothing while it does not run.
    /// </summary>
    public Task StopAsync() => ChangeAsync(async () =>
    {
        if (_run is { } run)
        {
            await run.StopAsync().ConfigureAwait(false);
            _run = null;
        }
    });

    /// <summary>Starts the relay again without faults, after killing it where it still runs.</summary>
    /// <param name="empty">
    /// False: with the messages it had, as a relay with storage would. True: with none, as after the loss of its memory.
    /// </param>
    public Task ReviveAsync(bool empty = false) => ChangeAsync(async () =>
    {
        await KillOnceAsync().ConfigureAwait(false);
        Heal();
        _lastRun = RelayRun.Create(Id, _options, empty ? null : _lastRun.Hub);
        await StartOnceAsync().ConfigureAwait(false);
    });

    /// <summary>
    /// The relay stands still, as a stopped process does: it takes no connection, answers nothing and closes nothing. What
    /// is sent to it waits, and is processed after <see cref="Heal"/>.
    /// </summary>
    public void StopAnswering() => _faults.Change(static faults => faults with { IsStopped = true });

    /// <summary>
    /// What is sent disappears and nobody is told, as where a cable is cut; connecting hangs. After <see cref="Heal"/> the
    /// connections that lost something are reset.
    /// </summary>
    /// <param name="direction">Which way. Default both.</param>
    public void Blackhole(LinkDirections direction = LinkDirections.Both) =>
        _faults.Change(faults => faults with { Drops = direction });

    /// <summary>Everything takes this much longer, each way; the order stays. Zero takes it back.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="eachWay"/> is negative.</exception>
    public void Delay(TimeSpan eachWay)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(eachWay, TimeSpan.Zero);
        _faults.Change(faults => faults with { Delay = eachWay });
    }

    /// <summary>
    /// The relay takes messages and delivers them, but no ack comes back: the sender cannot know, and must not lose or
    /// double them.
    /// </summary>
    public void DropAcks() => _faults.Change(static faults => faults with { DropsAcks = true });

    /// <summary>Takes back all faults. A relay that was killed or stopped needs <see cref="ReviveAsync"/> instead.</summary>
    public void Heal()
    {
        _faults.Change(static _ => LinkFaults.None);
        foreach (var link in _links.Keys)
        {
            link.ResetWhereSomethingWasLost();
        }
    }

    internal Task StartAsync() => ChangeAsync(StartOnceAsync);

    /// <summary>The client's end of a new connection.</summary>
    /// <exception cref="ConnectFailedException">Nobody listens, or the relay is full.</exception>
    internal async ValueTask<WebSocket> ConnectAsync(CancellationToken cancellationToken)
    {
        await _faults.WaitUntilReachableAsync(cancellationToken).ConfigureAwait(false);
        var time = _options.TimeProvider;
        await time.WaitAsync(time.GetTimestamp(), 2 * _faults.Now.Delay, cancellationToken).ConfigureAwait(false);

        var run = _run ?? throw new ConnectFailedException(
            new(CloseReason.Unreachable, "Connecting was refused: the relay does not run."));
        run.ThrowIfFull();
        var link = new MemoryLink(_faults, time, link => _links.TryRemove(link, out _));
        _links.TryAdd(link, 0);
        run.Serve(link.Relay);
        return link.Client;
    }

    private async Task StartOnceAsync()
    {
        await _lastRun.StartAsync().ConfigureAwait(false);
        _run = _lastRun;
    }

    private async Task KillOnceAsync()
    {
        if (_run is { } run)
        {
            _run = null;
            await run.KillAsync().ConfigureAwait(false);
        }
    }

    private Task ChangeAsync(Func<Task> change)
    {
        lock (_lock)
        {
            return _change = NextAsync(_change, change);
        }
    }

    private static async Task NextAsync(Task before, Func<Task> change)
    {
        await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ForceYielding);
        await change().ConfigureAwait(false);
    }
}
