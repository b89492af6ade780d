using System.Diagnostics.CodeAnalysis;
using SolConnect.Relay.Core;
using SolConnect.Relay.Core.Session;
using SolConnect.Relay.Diagnostics;
using SolConnect.Relay.Failover;

namespace SolConnect.Relay.Monitoring.HealthChecks;

/// <summary>
/// Checks the relays that are known and that the machine does not dial, off the session loop: each every
/// <c>HealthCheckInterval</c>, at most <see cref="MaxParallel"/> at a time. Without such relays it waits and costs nothing.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "A token source without a timer holds nothing.")]
internal sealed class HealthCheckLoop(
    RelayProbe probe, ConnectionMonitor monitor, SessionInbox inbox, CheckSchedule schedule, SessionClock clock)
{
    public const int MaxParallel = 4;

    private readonly Mailbox<bool> _changes = new(1);

    private readonly CancellationTokenSource _stopping = new();

    public static HealthCheckLoop Of(SharedParts parts, ConnectionMonitor monitor, SessionInbox inbox)
    {
        var options = parts.Options;
        return new(
            new(parts.Dialer, options.ClientName, options.ToHelloTimeout(), options.TimeProvider), monitor, inbox,
            new(options.HealthCheckInterval, Random.Shared.NextDouble), parts.Clock);
    }

    /// <summary>Phases or the list of relays changed. Never waits.</summary>
    public void Look() => _changes.TryPut(true);

    /// <summary>Cuts the checks that are under way.</summary>
    public Task StopAsync()
    {
        _changes.Close();
        return _stopping.CancelAsync();
    }

    /// <summary>
    /// Checks every known relay at once, also while the loop does not run. About relays that it does not check by itself
    /// the monitor hears nothing: their connections and dials tell it more.
    /// </summary>
    /// <returns>In the order of the list.</returns>
    /// <exception cref="OperationCanceledException">The token was cancelled, or the loop is stopped.</exception>
    public async Task<IReadOnlyList<HealthCheckResult>> CheckNowAsync(CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _stopping.Token);
        RelaySnapshot[] relays = [.. monitor.Relays.Where(static relay => !relay.View.IsRemoved)];
        var results = new HealthCheckResult[relays.Length];
        await Parallel.ForAsync(
            0, relays.Length, Together(either.Token),
            async (index, cancel) => results[index] = await CheckAsync(relays[index], cancel).ConfigureAwait(false))
            .ConfigureAwait(false);
        return results;
    }

    public async Task RunAsync()
    {
        await using var timer = clock.Time.CreateTimer(
            static loop => ((HealthCheckLoop)loop!).Look(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        try
        {
            var goesOn = true;
            while (goesOn)
            {
                _ = _changes.TryTake(out _);
                var due = schedule.TakeDue([.. monitor.Relays.Where(IsToBeChecked)], clock.Now);
                await CheckAllAsync(due, _stopping.Token).ConfigureAwait(false);
                goesOn = due.Count > 0 || await WaitAsync(timer).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            // The session ends.
        }
    }

    // To a relay of the set, dialling it again is the check; and one that does not let us in is not asked again.
    private static bool IsToBeChecked(RelaySnapshot relay) =>
        relay.View is { InSet: false, Phase: ConnectionPhase.Gone, IsBarred: false };

    private Task CheckAllAsync(IReadOnlyList<RelaySnapshot> due, CancellationToken cancellationToken) =>
        due.Count == 0
            ? Task.CompletedTask
            : Parallel.ForEachAsync(
                due, Together(cancellationToken), async (relay, cancel) => await CheckAsync(relay, cancel).ConfigureAwait(false));

    private static ParallelOptions Together(CancellationToken cancellationToken) =>
        new() { MaxDegreeOfParallelism = MaxParallel, CancellationToken = cancellationToken };

    private async ValueTask<HealthCheckResult> CheckAsync(RelaySnapshot relay, CancellationToken cancellationToken)
    {
        // A token that was refused is asked for anew, once; from then on each check waits longer.
        var reason = relay.CheckFailure?.Reason == CloseReason.Unauthorized && relay.FailedInARow == 1
            ? AccessTokenReason.Refused
            : AccessTokenReason.Connect;
        HealthCheckResult result;
        try
        {
            result = await probe.CheckAsync(relay.View.Endpoint, reason, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            // A defect must not end the checks of all others.
            result = new(relay.View.Endpoint, TimeSpan.Zero, RoundTrip: null, new(
                CloseReason.Unreachable, $"The check failed: {error.GetType().Name}."));
        }

        Listeners.Tell(result, RelayInstruments.Checked);
        if (IsToBeChecked(relay))
        {
            monitor.Checked(result);
            inbox.Wake();
        }

        return result;
    }

    private ValueTask<bool> WaitAsync(ITimer timer)
    {
        if (schedule.NextDue != Instant.Never)
        {
            // Rounded up: a timer that fires a moment early would find nothing due.
            var wait = schedule.NextDue - clock.Now + TimeSpan.FromMilliseconds(1);
            _ = timer.Change(wait > TimeSpan.Zero ? wait : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
        }

        return _changes.WaitAsync();
    }
}
