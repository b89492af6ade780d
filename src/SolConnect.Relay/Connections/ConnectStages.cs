using System.Collections.Concurrent;
using Polly;
using Polly.Timeout;

namespace SolConnect.Relay.Connections;

/// <summary>The time limits of one attempt to connect: one for each stage, and one for the whole.</summary>
internal sealed class ConnectStages(TimeSpan total, TimeProvider time)
{
    public static readonly TimeSpan Token = TimeSpan.FromSeconds(3);
    public static readonly TimeSpan NameLookup = TimeSpan.FromSeconds(1);
    public static readonly TimeSpan Tcp = TimeSpan.FromSeconds(1);
    public static readonly TimeSpan Tls = TimeSpan.FromSeconds(2);

    // A time limit has no state, so all transports that go by the system's clock have the same ones.
    private static readonly ConcurrentDictionary<TimeSpan, ResiliencePipeline> Shared = new();

    private readonly ResiliencePipeline _token = Limit(Token, time);
    private readonly ResiliencePipeline _nameLookup = Limit(NameLookup, time);
    private readonly ResiliencePipeline _tcp = Limit(Tcp, time);
    private readonly ResiliencePipeline _tls = Limit(Tls, time);
    private readonly ResiliencePipeline _total = Limit(total, time);

    public ValueTask<T> AuthorizeAsync<T>(Func<CancellationToken, ValueTask<T>> stage, CancellationToken cancel) =>
        RunAsync(_token, "Getting the access token", Token, stage, cancel, CloseReason.NoAccessToken);

    public ValueTask<T> LookUpAsync<T>(Func<CancellationToken, ValueTask<T>> stage, CancellationToken cancel) =>
        RunAsync(_nameLookup, "Looking up the name", NameLookup, stage, cancel);

    public ValueTask<T> ConnectAsync<T>(Func<CancellationToken, ValueTask<T>> stage, CancellationToken cancel) =>
        RunAsync(_tcp, "Connecting by TCP", Tcp, stage, cancel);

    public ValueTask<T> SecureAsync<T>(Func<CancellationToken, ValueTask<T>> stage, CancellationToken cancel) =>
        RunAsync(_tls, "The TLS handshake", Tls, stage, cancel);

    public ValueTask<T> WholeAsync<T>(Func<CancellationToken, ValueTask<T>> attempt, CancellationToken cancel) =>
        RunAsync(_total, "Connecting", total, attempt, cancel);

    private static ResiliencePipeline Limit(TimeSpan limit, TimeProvider time) =>
        time == TimeProvider.System ? Shared.GetOrAdd(limit, static limit => Build(limit, TimeProvider.System)) : Build(limit, time);

    private static ResiliencePipeline Build(TimeSpan limit, TimeProvider time) =>
        new ResiliencePipelineBuilder { TimeProvider = time }.AddTimeout(limit).Build();

    private static async ValueTask<T> RunAsync<T>(
        ResiliencePipeline limit, string name, TimeSpan time, Func<CancellationToken, ValueTask<T>> stage,
        CancellationToken cancellationToken, CloseReason onTimeout = CloseReason.ConnectTimeout)
    {
        try
        {
            return await limit.ExecuteAsync(static (stage, token) => stage(token), stage, cancellationToken)
                .ConfigureAwait(false);
        }
        catch (TimeoutRejectedException cause)
        {
            throw new ConnectFailedException(
                new(onTimeout, $"{name} took longer than {time.TotalSeconds:0.###} s."), cause);
        }
    }
}
