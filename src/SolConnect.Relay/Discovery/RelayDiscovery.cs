using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Logging;
using SolConnect.Relay.Core.Wire;

namespace SolConnect.Relay.Discovery;

/// <summary>
/// Knows which relays may be used: those of the options, which may be changed while the transport runs, and those of its
/// directories. Tells the sink the whole list whenever it is another one. Connects to nothing. Any thread.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "Without a timer the token source holds nothing.")]
internal sealed class RelayDiscovery
{
    /// <summary>
    /// How long connecting waits for directories when there are relays already. A client that starts with a part of the
    /// list would publish where others do not read until it has the rest.
    /// </summary>
    public static readonly TimeSpan FirstRoundTime = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private readonly DiscoveryRules _rules;
    private readonly PeerRelayDirectory? _peers;
    private readonly DirectoryPoller[] _pollers;
    private readonly DirectoryPoller? _peerPoller;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Action<IReadOnlyList<RelayEndpoint>> _sink;
    private readonly Action<string> _alert;
    private IReadOnlyList<RelayEndpoint> _relays;
    private bool _hasOmitted;
    private CancellationTokenSource? _running;
    private CancellationTokenSource? _calls;
    private Task _loops = Task.CompletedTask;
    private TaskCompletionSource _anyRelay = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <param name="options">Valid, and the transport's own.</param>
    /// <param name="sink">
    /// Gets the whole list when it changes, one call at a time and in order; it must not wait for anything.
    /// </param>
    /// <param name="alert">Gets what a person should know, likewise.</param>
    public RelayDiscovery(
        RelayOptions options, ILogger logger, Action<IReadOnlyList<RelayEndpoint>> sink, Action<string> alert)
    {
        (_time, _logger, _sink, _alert) = (options.TimeProvider, logger, sink, alert);
        _rules = new(options);
        _relays = _rules.Configured;
        var directories = options.ToDirectories();
        _pollers = [.. directories.Select(directory => new DirectoryPoller(
            directory, _rules, options.DiscoveryInterval, _time, logger, Refresh, alert))];
        _peers = directories.OfType<PeerRelayDirectory>().FirstOrDefault();
        _peerPoller = _peers is null ? null : _pollers[directories.IndexOf(_peers)];
        NoteAny();
    }

    /// <summary>Whether the list may change by itself.</summary>
    public bool IsActive => _pollers.Length > 0;

    /// <summary>What dials ask before they open a socket to an address; see <see cref="DiscoveryRules.MayDial"/>.</summary>
    public DiscoveryRules Rules => _rules;

    /// <summary>
    /// Begins to ask the directories, where that has not been done, and waits for their first answers: for those of all
    /// for at most <see cref="FirstRoundTime"/>, and while there is no relay at all, for the first one.
    /// </summary>
    /// <exception cref="RelayConnectException">There is no relay within the limit. The directories are asked on.</exception>
    public async Task StartAsync(TimeSpan limit, CancellationToken cancellationToken)
    {
        Task first;
        Task any;
        lock (_lock)
        {
            if (_running is null)
            {
                (_running, _calls) = (new(), new());
                var (stop, calls) = (_running.Token, _calls.Token);
                using var noFlow = ExecutionContext.SuppressFlow();
                _loops = Task.WhenAll(
                    _pollers.Select(poller => Task.Run(() => poller.RunAsync(stop, calls), CancellationToken.None)));
            }

            first = Task.WhenAll(_pollers.Select(poller => poller.First));
            any = _anyRelay.Task;
        }

        var patience = limit / 2 < FirstRoundTime ? limit / 2 : FirstRoundTime;
        await first.EndsWithinAsync(patience, _time, cancellationToken).ConfigureAwait(false);
        if (!await any.EndsWithinAsync(limit - patience, _time, cancellationToken).ConfigureAwait(false))
        {
            var standing = string.Join("; ", _pollers.Select(poller => poller.Describe()));
            throw new RelayConnectException(
                RelayErrorCode.ConnectTimeout,
                $"No directory named a relay within ConnectionTimeout ({limit}): {standing}. They are asked on; call " +
                "ConnectAsync again, or DisconnectAsync to end it.");
        }
    }

    /// <summary>Stops asking. Lists stay as they are. Calls that do not end when they are cancelled are left alone.</summary>
    public async Task StopAsync()
    {
        Task loops;
        lock (_lock)
        {
            if (_running is null || _calls is null)
            {
                return;
            }

            loops = Task.WhenAll(_running.CancelAsync(), _loops);

            // What this calls is the directories' code, and may throw or block: nobody waits for it.
            _ = _calls.CancelAsync().ContinueWith(
                static cancelling => cancelling.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted,
                TaskScheduler.Default);
            (_running, _calls) = (null, null);
        }

        await loops.ConfigureAwait(false);
    }

    /// <summary>The options name other relays now, or the same ones with other weights.</summary>
    public void Configure(IEnumerable<RelayEndpoint> relays)
    {
        _rules.Configured = [.. relays];
        Refresh();
    }

    /// <summary>A relay named others. Session loop; never waits.</summary>
    public void Announce(RelayEndpoint by, IReadOnlyList<RelayAlternate> alternates)
    {
        if (_peers is not null)
        {
            _peers.Announce(by, alternates);
            _peerPoller!.Wake();
        }
    }

    private void Refresh()
    {
        lock (_lock)
        {
            var (before, configured) = (_relays, _rules.Configured);
            var room = Math.Min(RelayDirectoryResult.MaxRelays, Math.Max(0, RelayOptionsRules.MaxRelays - configured.Count));
            var now = RelayMerge.Merge(configured, _pollers.Select(poller => poller.List), room, out var omitted);
            NoteOmitted(omitted, room);
            if (now.SequenceEqual(before))
            {
                return;
            }

            _relays = now;
            _peers?.Retain(now.Select(relay => relay.Id));
            LogChanges(before, now);
            NoteAny();
            _sink(now);
        }
    }

    private void NoteAny()
    {
        if (_relays.Count > 0)
        {
            _ = _anyRelay.TrySetResult();
        }
        else if (_anyRelay.Task.IsCompleted)
        {
            _anyRelay = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    private void NoteOmitted(int omitted, int room)
    {
        if (omitted > 0 && !_hasOmitted)
        {
            _alert($"The directories name {room + omitted} relays together, and {room} may be used besides the configured " +
                "ones: the last ones in the order of the directories and their ids are left out.");
        }

        _hasOmitted = omitted > 0;
    }

    private void LogChanges(IReadOnlyList<RelayEndpoint> before, List<RelayEndpoint> now)
    {
        var (old, present) = (before.ToDictionary(relay => relay.Id), now.Select(relay => relay.Id).ToHashSet());
        foreach (var relay in now)
        {
            if (!old.TryGetValue(relay.Id, out var was))
            {
                DiscoveryLog.RelayAdded(_logger, relay, now.Count);
            }
            else if (was != relay)
            {
                DiscoveryLog.RelayChanged(_logger, was, relay, Difference(was, relay));
            }
        }

        foreach (var relay in before.Where(relay => !present.Contains(relay.Id)))
        {
            DiscoveryLog.RelayDropped(_logger, relay, now.Count);
        }
    }

    private static string Difference(RelayEndpoint was, RelayEndpoint now) => string.Join(", ", new[]
    {
        was.Url == now.Url ? null : "its address",
        was.Region == now.Region ? null : $"region '{Core.PeerText.Clean(was.Region)}' to '{Core.PeerText.Clean(now.Region)}'",
        was.Priority == now.Priority ? null : $"priority {was.Priority} to {now.Priority}",
        was.Weight.Equals(now.Weight) ? null : FormattableString.Invariant($"weight {was.Weight} to {now.Weight}"),
        was.MaxConnections == now.MaxConnections ? null : $"capacity {was.MaxConnections} to {now.MaxConnections}",
    }.OfType<string>());
}
