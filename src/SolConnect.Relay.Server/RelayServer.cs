using System.Diagnostics;
using System.Net.WebSockets;
using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SolConnect.Relay.Core;
using SolConnect.Relay.Core.Wire;
using SolConnect.Relay.Server.Authentication;
using SolConnect.Relay.Server.Diagnostics;
using SolConnect.Relay.Server.Hub;
using SolConnect.Relay.Server.Sockets;

namespace SolConnect.Relay.Server;

/// <summary>
/// The hub's shell: one loop that feeds it from a bounded inbox and carries out its effects. Only the loop touches the
/// hub, and it waits for nothing but its inbox.
/// </summary>
internal sealed class RelayServer : IHostedLifecycleService, IDisposable
{
    private const int InboxCapacity = 4096;

    // Inputs before effects are taken: enough to coalesce acks, few enough to keep them prompt.
    private const int MaxBatch = 256;

    private readonly RelayHub _hub;
    private readonly RelayServerOptions _options;
    private readonly ConnectionLimits _limits;
    private readonly TimeProvider _time;
    private readonly IHostApplicationLifetime _lifetime;
    private readonly ILogger _logger;
    private readonly Channel<LoopInput> _inbox = Channel.CreateBounded<LoopInput>(
        new BoundedChannelOptions(InboxCapacity) { SingleReader = true });

    private readonly Dictionary<int, RelayConnection> _connections = [];
    private readonly CancellationTokenSource _ended = new();
    private readonly TaskCompletionSource _drained = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ITimer _timer;
    private Task _loop = Task.CompletedTask;
    private Instant _armedFor = Instant.Never;
    private int _lastNumber;
    private volatile int _connectionCount;
    private volatile RelayServerState _state;

    public RelayServer(
        RelayHub hub, IOptions<RelayServerOptions> options, TimeProvider time, IHostApplicationLifetime lifetime,
        ILogger<RelayServer> logger)
    {
        _hub = hub;
        _options = options.Value;
        _time = time;
        _lifetime = lifetime;
        _logger = logger;
        _limits = new(
            _options.ToHubOptions().MaxHelloBytes, WireProtocol.MaxWebSocketMessageBytes(_options.MaxMessageBytes),
            _options.WriteTimeout);
        _timer = time.CreateTimer(PostTick, null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public int Connections => _connectionCount;

    /// <summary>Every place is taken. The hub has the last word: this is to refuse a request before its upgrade.</summary>
    public bool IsFull => _connectionCount >= _options.MaxConnections;

    public RelayServerState State => _state;

    /// <summary>Cancelled when the loop takes nothing more.</summary>
    public CancellationToken Ended => _ended.Token;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _logger.Started(_options.Id, _hub.Log);

        // Before Kestrel begins to stop: it would keep WebSockets for 30 s and then reset them.
        _lifetime.ApplicationStopping.Register(BeginDrain);
        _loop = Task.Run(RunAsync, CancellationToken.None);
        return Task.CompletedTask;
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>
    /// Waits until every client has left or was closed, which the drain bounds. The web server still listens meanwhile, so
    /// that health checks are told of the drain.
    /// </summary>
    public Task StoppingAsync(CancellationToken cancellationToken)
    {
        BeginDrain();
        return Task.WhenAny(_drained.Task, _loop, Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken));
    }

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Ends the loop.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        _inbox.Writer.TryComplete();
        await _loop.ConfigureAwait(false);
    }

    /// <summary>Ends the loop between two inputs, without a word to anybody.</summary>
    public Task KillAsync()
    {
        _state = RelayServerState.Killed;
        _inbox.Writer.TryComplete();
        return _loop;
    }

    /// <summary>Serves one WebSocket until it is closed.</summary>
    public async Task ServeAsync(WebSocket socket, string remote, ConnectionGate gate)
    {
        var number = Interlocked.Increment(ref _lastNumber);
        using var connection = new RelayConnection(number, socket, remote, gate, this, _limits, _time, _logger);
        await connection.RunAsync().ConfigureAwait(false);
    }

    /// <summary>Waits for room in the inbox. False when the loop takes nothing more.</summary>
    public async ValueTask<bool> PostAsync(LoopInput input)
    {
        try
        {
            await _inbox.Writer.WriteAsync(input, CancellationToken.None).ConfigureAwait(false);
            return true;
        }
        catch (ChannelClosedException)
        {
            return false;
        }
    }

    public void Dispose()
    {
        _timer.Dispose();
        _ended.Dispose();
    }

    private void BeginDrain()
    {
        if (_state == RelayServerState.Running)
        {
            _state = RelayServerState.Draining;
            _logger.Draining(_options.Id, _connectionCount, _options.ShutdownGrace);

            // Only to wake the loop, which finds the state: with a full inbox it is awake anyway.
            PostTick(null);
        }
    }

    private void PostTick(object? state) => _inbox.Writer.TryWrite(new(HubInput.Tick()));

    private async Task RunAsync()
    {
        try
        {
            while (await _inbox.Reader.WaitToReadAsync(CancellationToken.None).ConfigureAwait(false)
                && _state != RelayServerState.Killed)
            {
                RunBatch();
            }

            _logger.Stopped(_options.Id);
        }
        catch (Exception exception)
        {
            // A defect of the relay's own: nothing it says from here on could be trusted, so it says nothing.
            _state = RelayServerState.Faulted;
            _logger.Faulted(_options.Id, exception);
        }
        finally
        {
            _inbox.Writer.TryComplete();
            await _ended.CancelAsync().ConfigureAwait(false);
            foreach (var connection in _connections.Values)
            {
                connection.Abort();
            }
        }
    }

    private void RunBatch()
    {
        for (var count = 0; count < MaxBatch && _inbox.Reader.TryRead(out var input); count++)
        {
            Step(input);
        }

        if (_state == RelayServerState.Draining && !_hub.IsDraining)
        {
            _hub.Step(HubInput.Drain(GoAwayReason.Shutdown, _options.ShutdownGrace), Now);
        }

        while (_state != RelayServerState.Killed && _hub.TryTakeEffect(out var effect))
        {
            Execute(effect);
        }

        if (_hub.IsDraining && _connections.Count == 0)
        {
            _drained.TrySetResult();
        }

        Arm();
    }

    private void Step(in LoopInput input)
    {
        switch (input.Input.Kind)
        {
            case HubInputKind.Open:
                _connections.Add(input.Connection!.Number, input.Connection);
                break;
            case HubInputKind.Closed:
                _connections.Remove(input.Connection!.Number);
                break;
            case HubInputKind.Tick:
                _armedFor = Instant.Never;
                break;
            default:
                break;
        }

        _connectionCount = _connections.Count;
        _hub.Step(input.Input, Now);
        if (input.Input.Kind == HubInputKind.Received)
        {
            input.Message.Return();
            input.Connection!.MessageProcessed();
        }
    }

    private void Execute(in HubEffect effect)
    {
        if (!_connections.TryGetValue(effect.Connection, out var connection))
        {
            return;
        }

        switch (effect.Kind)
        {
            case HubEffectKind.Write:
                connection.Write(effect.Buffer);
                break;
            case HubEffectKind.Close:
                connection.Finish(effect.End);
                break;
            case HubEffectKind.Abort:
                connection.Abort();
                break;
            case HubEffectKind.Welcomed:
                connection.LogWelcome(effect.Client);
                break;
            default:
                throw new UnreachableException();
        }
    }

    private void Arm()
    {
        var deadline = _hub.NextDeadline;
        if (deadline != _armedFor)
        {
            _armedFor = deadline;

            // Rounded up: a timer that fires a fraction too early would find nothing to do.
            var due = deadline == Instant.Never
                ? Timeout.InfiniteTimeSpan
                : TimeSpan.FromMilliseconds(Math.Max(0, Math.Ceiling((deadline - Now).TotalMilliseconds)));
            _timer.Change(due, Timeout.InfiniteTimeSpan);
        }
    }

    private Instant Now => new(_time.GetElapsedTime(0).Ticks);
}
