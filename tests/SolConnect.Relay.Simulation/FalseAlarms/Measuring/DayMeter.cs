using SolConnect.Relay.Core.Delivery;
using SolConnect.Relay.Core.Session;
using SolConnect.Relay.Simulation.Engine;

namespace SolConnect.Relay.Simulation.FalseAlarms.Measuring;

/// <summary>
/// Counts what a client did in a day on which no relay failed: every suspicion was false, and so was everything that
/// followed from one.
/// </summary>
internal sealed class DayMeter(VirtualTime time, SessionCounters counters)
{
    private readonly PrimaryWatch _primary =
        new(new(TimeSpan.FromMilliseconds(250)), new(TimeSpan.FromSeconds(1)));

    private readonly HedgeLedger _hedges = new(counters);
    private readonly LatencyTally _receipts = new();
    private TransportState _state = TransportState.Disconnected;
    private Instant _stateSince = time.Now;
    private long _messages;
    private long _failed;
    private int _suspicions;
    private int _primarySuspicions;
    private int _givenUp;
    private int _otherEnds;
    private int _silences;
    private bool _areAllSilent;
    private TimeSpan _degraded;
    private TimeSpan _offline;

    /// <summary>What came of it so far.</summary>
    public DayResult Result()
    {
        EndState(_state);
        return new()
        {
            Messages = _messages,
            Failed = _failed,
            Failovers = counters.Failovers,
            GivenUp = _givenUp,
            OtherEnds = _otherEnds,
            Suspicions = _suspicions,
            PrimarySuspicions = _primarySuspicions,
            Copies = counters.MessagesResent,
            BudgetLowest = _hedges.Lowest,
            MessagesInDebt = _hedges.MessagesInDebt,
            CommonSilences = _silences,
            Degraded = _degraded,
            Offline = _offline,
            Receipts = _receipts,
            FixedMoves = [.. _primary.Timeouts.Select(timeout => timeout.Moves)],
        };
    }

    public void Published()
    {
        _messages++;
        _hedges.Published();
    }

    public void Settled(in SendResult result, TimeSpan took)
    {
        if (result.Outcome == SendOutcome.Receipted)
        {
            _receipts.Add(took);
        }
        else
        {
            _failed++;
        }
    }

    public void SeeWritten(int connection, ReadOnlySpan<byte> message) =>
        _primary.SeeWritten(connection, message, time.Now);

    public void SeeReceived(int connection, ReadOnlySpan<byte> message) =>
        _primary.SeeReceived(connection, message, time.Now);

    public void See(SessionEvent what)
    {
        switch (what)
        {
            case SessionEvent.TrustChanged { IsTrusted: false }:
                _suspicions++;
                break;
            case SessionEvent.FailoverStarted { Reason: FailoverReason.Silent }:
                _primarySuspicions++;
                break;
            case SessionEvent.RelayClosed { WasOpen: true, Reason: CloseReason.Silent or CloseReason.NoProgress }:
                _givenUp++;
                break;
            case SessionEvent.RelayClosed { WasOpen: true }:
                _otherEnds++;
                break;
            case SessionEvent.StateChanged changed:
                EndState(changed.New);
                break;
        }
    }

    public void SeeRelays(IReadOnlyList<RelayView> relays)
    {
        var (open, suspected) = (0, 0);
        foreach (var relay in relays)
        {
            if (relay.Phase == ConnectionPhase.Primary)
            {
                _primary.Follow(relay.Connection);
            }

            var isOpen = relay.Phase is ConnectionPhase.Primary or ConnectionPhase.Standby;
            open += isOpen ? 1 : 0;
            suspected += isOpen && relay.SuspectedAt != Instant.Never ? 1 : 0;
        }

        var areAllSilent = open > 0 && suspected == open;
        _silences += areAllSilent && !_areAllSilent ? 1 : 0;
        _areAllSilent = areAllSilent;
    }

    private void EndState(TransportState next)
    {
        var lasted = time.Now - _stateSince;
        _degraded += _state == TransportState.Degraded ? lasted : TimeSpan.Zero;
        _offline += _state == TransportState.Offline ? lasted : TimeSpan.Zero;
        (_state, _stateSince) = (next, time.Now);
    }
}
