using SolConnect.Relay.Core.Session;

namespace SolConnect.Relay.Simulation.FalseAlarms.Measuring;

/// <summary>
/// Keeps the books of the hedge budget from outside: a tenth of a copy earned with each message, 32 at most, and every
/// copy beyond those that receipts need paid for at once.
/// </summary>
internal sealed class HedgeLedger(SessionCounters counters)
{
    private const double PerMessage = 0.1;
    private const double Most = 32;

    private long _paid;
    private double _left = Most;

    /// <summary>The least that was ever left; below zero, the burst was overdrawn.</summary>
    public double Lowest { get; private set; } = Most;

    /// <summary>Messages that were published while nothing was left.</summary>
    public long MessagesInDebt { get; private set; }

    /// <summary>What may be spent in all.</summary>
    public static double Allowed(long messages) => (PerMessage * messages) + Most;

    public void Published()
    {
        _left = Math.Min(Most, _left + PerMessage) - (counters.MessagesResent - _paid);
        _paid = counters.MessagesResent;
        Lowest = Math.Min(Lowest, _left);
        MessagesInDebt += _left <= 0 ? 1 : 0;
    }
}
