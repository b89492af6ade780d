using SolConnect.Relay.Core.Session;
using SolConnect.Relay.Monitoring;

namespace SolConnect.Relay.Failover;

/// <summary>
/// Lets the strategy rank the relays, off the session loop because a strategy is user code, and posts the ranking when
/// it is another one. Requests that come meanwhile become one.
/// </summary>
internal sealed class RankingLoop(RelayRanking ranking, ConnectionMonitor monitor, SessionInbox inbox)
{
    private readonly Mailbox<bool> _requests = new(1);

    private readonly TaskCompletionSource<IReadOnlyList<string>> _first =
        new(TaskCreationOptions.RunContinuationsAsynchronously);

    private IReadOnlyList<string> _last = [];

    /// <summary>The first ranking, from before anything is connected.</summary>
    public Task<IReadOnlyList<string>> First => _first.Task;

    /// <summary>Asks for a new ranking. Never waits.</summary>
    public void Request() => _requests.TryPut(true);

    public void Stop() => _requests.Close();

    public async Task RunAsync()
    {
        _last = ranking.Rank(monitor.GetRelays());
        _first.SetResult(_last);
        while (await _requests.WaitAsync().ConfigureAwait(false))
        {
            _ = _requests.TryTake(out _);
            Rank();
        }
    }

    private void Rank()
    {
        var ranked = ranking.Rank(monitor.GetRelays());
        if (!ranked.SequenceEqual(_last))
        {
            _last = ranked;
            _ = inbox.Post(SessionInput.Ranked(ranked));
        }
    }
}
