using Polly;
using Polly.Retry;
using SolConnect.Relay.Connections;
using SolConnect.Relay.Core.Session;

namespace SolConnect.Relay.Authentication;

/// <summary>
/// Asks the application for access tokens. For each relay at most one call is under way: whoever asks meanwhile shares
/// it, and one that ignores its cancellation keeps later ones waiting instead of piling up.
/// </summary>
/// <remarks>
/// A refresh is shared across relays by all that were given the refused token, while it runs and for half a minute
/// after: relays that share a token refuse it at about the same time, and one new token serves them all. Polly repeats
/// a call that throws; a breaker has no place here, because the machine's backoff sets the pace of dials.
/// </remarks>
internal sealed class AccessTokenSource(
    Func<AccessTokenContext, CancellationToken, ValueTask<string?>> provider, TimeProvider time)
{
    // Longer than relays need to notice the same expiry, shorter than any useful token lives.
    private static readonly TimeSpan RefreshIsShared = TimeSpan.FromSeconds(30);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, AccessTokenLane> _lanes = [];
    private readonly ResiliencePipeline<string> _retry = new ResiliencePipelineBuilder<string> { TimeProvider = time }
        .AddRetry(new RetryStrategyOptions<string>
        {
            ShouldHandle = static attempt => ValueTask.FromResult(
                attempt.Outcome.Exception is not (null or OperationCanceledException or ConnectFailedException)),
            MaxRetryAttempts = 2,
            Delay = TimeSpan.FromMilliseconds(100),
            BackoffType = DelayBackoffType.Exponential,
            UseJitter = true,
        })
        .Build();

    /// <param name="cancellationToken">Ends the wait; the call ends when nobody waits for it any more.</param>
    /// <exception cref="ConnectFailedException">The provider failed, or its answer cannot be used.</exception>
    public async ValueTask<string> GetAsync(
        RelayEndpoint relay, AccessTokenReason reason, CancellationToken cancellationToken)
    {
        AccessTokenLane lane;
        AccessTokenCall call;
        lock (_lock)
        {
            lane = LaneOf(relay);
            call = Find(lane, reason) ?? Begin(relay, reason, lane);
            call.Join();
        }

        try
        {
            var token = await call.Answer.WaitAsync(cancellationToken).ConfigureAwait(false);
            lock (_lock)
            {
                lane.Given = token;
            }

            return token;
        }
        finally
        {
            Leave(call);
        }
    }

    private AccessTokenLane LaneOf(RelayEndpoint relay)
    {
        if (!_lanes.TryGetValue(relay.Id, out var lane))
        {
            _lanes.Add(relay.Id, lane = new());
        }

        return lane;
    }

    private AccessTokenCall? Find(AccessTokenLane lane, AccessTokenReason reason) =>
        reason == AccessTokenReason.Connect
            ? lane.Last is { IsUnderWay: true } running ? running : null
            : lane.Given is { } refused
                ? _lanes.Values.Select(other => other.Last).FirstOrDefault(call => IsShared(call, refused))
                : null;

    private bool IsShared(AccessTokenCall? call, string refused) =>
        call is not null && call.Refused == refused && (call.IsUnderWay ||
            (call.Answer.IsCompletedSuccessfully && time.GetElapsedTime(call.AnsweredAt) < RefreshIsShared));

    private AccessTokenCall Begin(RelayEndpoint relay, AccessTokenReason reason, AccessTokenLane lane)
    {
        var call = new AccessTokenCall(reason == AccessTokenReason.Refused ? lane.Given : null);

        // On a thread of its own: the application's code must not run under the lock, nor on the session loop.
        call.Answer = Task.Run(() => AskAsync(new(relay, reason), lane, call), CancellationToken.None);
        _ = call.Answer.ContinueWith(
            static answer => answer.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted,
            TaskScheduler.Default); // Where nobody waits any more, nobody else looks at it.
        return lane.Last = call;
    }

    private async Task<string> AskAsync(AccessTokenContext context, AccessTokenLane lane, AccessTokenCall call)
    {
        await lane.Gate.WaitAsync(call.Abandoned).ConfigureAwait(false);
        try
        {
            return await _retry.ExecuteAsync(
                async cancel => Usable(await provider(context, cancel).ConfigureAwait(false)), call.Abandoned)
                .ConfigureAwait(false);
        }
        catch (Exception error) when (error is not ConnectFailedException && !call.Abandoned.IsCancellationRequested)
        {
            // Its message stays out: it is the application's, and may hold the secret.
            throw Failed($"threw {error.GetType().Name}");
        }
        finally
        {
            call.AnsweredAt = time.GetTimestamp();
            _ = lane.Gate.Release();
        }
    }

    private void Leave(AccessTokenCall call)
    {
        bool isLast;
        lock (_lock)
        {
            isLast = call.Leave();
        }

        if (isLast)
        {
            call.Cancel();
        }
    }

    private static string Usable(string? token) =>
        AccessTokenRules.Check(token) is { } wrong ? throw Failed(wrong) : token!;

    private static ConnectFailedException Failed(string what) =>
        new(new ConnectionEnd(CloseReason.NoAccessToken, $"The AccessTokenProvider {what}."));
}
