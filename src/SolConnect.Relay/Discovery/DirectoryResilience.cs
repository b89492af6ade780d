using System.Net;
using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;
using Polly.Timeout;

namespace SolConnect.Relay.Discovery;

/// <summary>How often and how long an HTTP directory is tried. Only what another attempt may mend is repeated.</summary>
internal sealed class DirectoryResilience(TimeProvider time)
{
    /// <summary>One attempt, its body included.</summary>
    public static readonly TimeSpan AttemptTime = TimeSpan.FromSeconds(3);

    /// <summary>How long a directory that fails again and again is left alone.</summary>
    public static readonly TimeSpan BreakTime = TimeSpan.FromMinutes(1);

    // The pause comes between attempts, the breaker counts each of them, and the limit is for one.
    private readonly ResiliencePipeline<RelayDirectoryResult> _pipeline =
        new ResiliencePipelineBuilder<RelayDirectoryResult> { TimeProvider = time }
            .AddRetry(new RetryStrategyOptions<RelayDirectoryResult>
            {
                ShouldHandle = static attempt => new(IsTransient(attempt.Outcome.Exception)),
                MaxRetryAttempts = 2,
                Delay = TimeSpan.FromMilliseconds(200),
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
            })
            .AddCircuitBreaker(new CircuitBreakerStrategyOptions<RelayDirectoryResult>
            {
                ShouldHandle = static attempt => new(IsTransient(attempt.Outcome.Exception)),
                FailureRatio = 1,
                MinimumThroughput = 6,
                SamplingDuration = TimeSpan.FromMinutes(2),
                BreakDuration = BreakTime,
            })
            .AddTimeout(AttemptTime)
            .Build();

    public ValueTask<RelayDirectoryResult> RunAsync(
        Func<CancellationToken, ValueTask<RelayDirectoryResult>> attempt, CancellationToken cancellationToken) =>
        _pipeline.ExecuteAsync(static (attempt, cancel) => attempt(cancel), attempt, cancellationToken);

    private static bool IsTransient(Exception? error) => error switch
    {
        HttpRequestException { StatusCode: { } status } =>
            status is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests || (int)status >= 500,
        InvalidDataException => false,
        HttpRequestException or IOException or TimeoutRejectedException => true,
        _ => false,
    };
}
