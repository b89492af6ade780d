using SolConnect.Relay.Core;

namespace SolConnect.Relay.Monitoring;

/// <summary>Successes and failures, each of which counts for half after a minute.</summary>
internal sealed class OutcomeTally
{
    // Fewer say little: one failure would be an error rate of 100 %.
    private const double EnoughToTell = 5;

    private static readonly TimeSpan HalfLife = TimeSpan.FromSeconds(60);

    private double _successes;
    private double _failures;
    private Instant _asOf;

    public void Add(long successes, long failures, Instant now)
    {
        var left = Math.Pow(0.5, Math.Max(0, (now - _asOf) / HalfLife));
        (_successes, _failures, _asOf) = ((_successes * left) + successes, (_failures * left) + failures, now);
    }

    /// <summary>The share of failures, from 0 to 1; zero before anything was tried.</summary>
    public double ErrorRate => _failures == 0 ? 0 : _failures / (_successes + _failures);

    /// <summary>The same where enough was tried lately to go by it; <c>null</c> where it was not.</summary>
    public double? TellingErrorRateAt(Instant now) =>
        (_successes + _failures) * Math.Pow(0.5, Math.Max(0, (now - _asOf) / HalfLife)) >= EnoughToTell ? ErrorRate : null;
}
