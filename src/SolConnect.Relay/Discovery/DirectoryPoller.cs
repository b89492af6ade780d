using Microsoft.Extensions.Logging;
using SolConnect.Relay.Core;

namespace SolConnect.Relay.Discovery;

/// <summary>
/// Asks one directory again and again, and keeps its last good list. Whatever the directory does, it costs that call: it
/// throws, hangs, or answers what cannot be taken.
/// </summary>
internal sealed class DirectoryPoller
{
    /// <summary>One call, after which its token is cancelled.</summary>
    public static readonly TimeSpan FetchTime = TimeSpan.FromSeconds(10);

    // After the token, so that a directory that listens to it ends its call itself, and only a deaf one is left alone.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(1);

    // Clients that were started together must not ask together for ever.
    private const double Jitter = 0.1;

    private readonly IRelayDirectory _directory;
    private readonly string _name;
    private readonly DiscoveryRules _rules;
    private readonly TimeSpan _interval;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Action _onList;
    private readonly Action<string> _onAlert;
    private readonly HashSet<DirectoryFailure> _failing = [];
    private readonly TaskCompletionSource _first = NewSource();
    private TaskCompletionSource _wake = NewSource();
    private Task<RelayDirectoryResult> _call = Task.FromResult(RelayDirectoryResult.Unchanged);
    private string? _etag;
    private volatile IReadOnlyList<RelayEndpoint> _list = [];
    private volatile string _lastFailure = "it has not answered yet";

    /// <param name="onList">The last good list is another one.</param>
    /// <param name="onAlert">The directory began to fail in a way; what happened, for people.</param>
    public DirectoryPoller(
        IRelayDirectory directory, DiscoveryRules rules, TimeSpan interval, TimeProvider time, ILogger logger,
        Action onList, Action<string> onAlert)
    {
        (_directory, _rules, _interval, _time, _logger) = (directory, rules, interval, time, logger);
        (_onList, _onAlert) = (onList, onAlert);
        _name = NameOf(directory);
    }

    /// <summary>The last good list; empty before there is one.</summary>
    public IReadOnlyList<RelayEndpoint> List => _list;

    /// <summary>Completes when the first call has ended, well or not.</summary>
    public Task First => _first.Task;

    /// <summary>How it stands, for people.</summary>
    public string Describe() => _list.Count > 0 ? $"'{_name}' lists {_list.Count} relays" : $"'{_name}': {_lastFailure}";

    /// <summary>Asks at once, or once more where it is being asked. Any thread; never waits.</summary>
    public void Wake() => Volatile.Read(ref _wake).TrySetResult();

    /// <summary>Ends when <paramref name="stop"/> is cancelled, and does not wait for a directory then.</summary>
    /// <param name="calls">
    /// Cancels calls. A token of its own, because what is registered there is the directory's code, and may block.
    /// </param>
    public async Task RunAsync(CancellationToken stop, CancellationToken calls)
    {
        while (!stop.IsCancellationRequested)
        {
            Volatile.Write(ref _wake, NewSource());
            await PollAsync(stop, calls).ConfigureAwait(false);
            _ = _first.TrySetResult();
            await PauseAsync(stop).ConfigureAwait(false);
        }
    }

    private async Task PauseAsync(CancellationToken stop)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var pause = _interval * (1 - Jitter + (2 * Jitter * Random.Shared.NextDouble()));
        _ = await Task.WhenAny(Task.Delay(pause, _time, end.Token), Volatile.Read(ref _wake).Task).ConfigureAwait(false);
        await end.CancelAsync().ConfigureAwait(false);
    }

    private async Task PollAsync(CancellationToken stop, CancellationToken calls)
    {
        if (!_call.IsCompleted)
        {
            Fail(DirectoryFailure.Slow, "it has not ended an earlier call, and is not called again until it has");
            return;
        }

        try
        {
            _call = Task.Run(() => FetchAsync(calls), CancellationToken.None);
            var result = await _call.WaitAsync(FetchTime + Grace, _time, stop).ConfigureAwait(false);
            Take(result);
        }
        catch (Exception) when (stop.IsCancellationRequested)
        {
            // The transport stops; nobody asks any more.
        }
        catch (Exception error) when (error is TimeoutException or OperationCanceledException)
        {
            Fail(DirectoryFailure.Slow, $"it did not answer within {FetchTime.TotalSeconds:0} s");
        }
        catch (Exception error)
        {
            Fail(DirectoryFailure.Failed, Explain(error));
        }
        finally
        {
            // One that is left alone may still fail, and nobody else looks at it.
            _ = _call.ContinueWith(
                static call => call.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted,
                TaskScheduler.Default);
        }
    }

    private async Task<RelayDirectoryResult> FetchAsync(CancellationToken calls)
    {
        using var limit = new CancellationTokenSource(FetchTime, _time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, calls);
        return await _directory.FetchAsync(_etag, both.Token).ConfigureAwait(false);
    }

    private void Take(RelayDirectoryResult? result)
    {
        switch (result)
        {
            case null:
                Fail(DirectoryFailure.Failed, "it answered null");
                return;
            case { Relays: null }:
                break;
            case { Relays: var relays } when _rules.Check(_directory, relays) is { } violation:
                Fail(DirectoryFailure.Refused, $"its list was refused: {violation}");
                return;
            case { Relays: var relays }:
                var isNew = !_list.SequenceEqual(relays);
                (_list, _etag) = (relays, result.ETag);
                if (isNew)
                    _onList();
                break;
        }

        if (_failing.Count > 0)
        {
            _failing.Clear();
            DiscoveryLog.DirectoryRecovered(_logger, _name);
        }
    }

    private void Fail(DirectoryFailure failure, string detail)
    {
        _lastFailure = PeerText.Clean(detail);
        if (!_failing.Add(failure))
        {
            DiscoveryLog.DirectoryStillFails(_logger, _name, _lastFailure);
            return;
        }

        var standing = _list.Count > 0 ? $"Its last good list ({_list.Count} relays) stands." : "It has given no list yet.";
        _onAlert($"Directory '{_name}': {_lastFailure}. {standing}");
    }

    // What somebody else's directory throws may hold a secret.
    private string Explain(Exception error) =>
        _directory is IBuiltInDirectory ? error.Message.TrimEnd('.') : $"it threw {error.GetType().Name}";

    private static string NameOf(IRelayDirectory directory)
    {
        try
        {
            return PeerText.Clean(directory.Name);
        }
        catch (Exception)
        {
            return directory.GetType().Name;
        }
    }

    private static TaskCompletionSource NewSource() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
