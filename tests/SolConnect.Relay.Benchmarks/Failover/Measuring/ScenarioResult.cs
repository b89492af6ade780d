using System.Diagnostics;
using SolConnect.Relay.Benchmarks.Failover.Clients;
using SolConnect.Relay.Benchmarks.Failover.Faults;

namespace SolConnect.Relay.Benchmarks.Failover.Measuring;

/// <summary>All that one scenario found out.</summary>
/// <param name="Unmeasured">What kept a trial, or the end, from being measured.</param>
/// <param name="Waits">From sending to receipt over all messages, in milliseconds.</param>
/// <param name="SilentlyLost">Messages that had a receipt, did not arrive, and of which nobody was told.</param>
/// <param name="ToldLosses">The same, but a gap covers them.</param>
internal sealed record ScenarioResult(
    ClientKind Client, RelayFault Fault, IReadOnlyList<Trial> Trials, IReadOnlyList<string> Unmeasured,
    int Sent, Spread Waits, int Failures, string? LastFailure, int SilentlyLost, IReadOnlyList<ToldLoss> ToldLosses,
    int Duplicates, int OutOfOrder)
{
    public int ToldLost => ToldLosses.Sum(loss => loss.Count);

    /// <summary>Sums up a log whose stream has ended.</summary>
    public static ScenarioResult Of(
        ClientKind client, RelayFault fault, IReadOnlyList<Trial> trials, IReadOnlyList<string> unmeasured,
        MessageLog log)
    {
        var losses = log.Gaps
            .Select(gap => new ToldLoss(
                TrialOf(trials, log.SentAt(gap.First)), gap, log.CountLost(gap.First, gap.Last)))
            .Where(loss => loss.Count > 0);
        return new(
            client, fault, trials, unmeasured, log.Sent, Spread.OfMilliseconds(log.Waits()), log.Failures,
            log.LastFailure, log.Owed, [.. losses], log.Duplicates, log.OutOfOrder);
    }

    // What a fault takes with it was sent just before it or after it, but long after the fault before.
    private static int TrialOf(IReadOnlyList<Trial> trials, long sentAt)
    {
        var next = 0;
        while (next < trials.Count && trials[next].StruckAt <= sentAt + (Stopwatch.Frequency / 10))
        {
            next++;
        }

        return Math.Max(1, next);
    }
}
