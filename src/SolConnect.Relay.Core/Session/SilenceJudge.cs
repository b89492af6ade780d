using SolConnect.Relay.Core.Health;

namespace SolConnect.Relay.Core.Session;

/// <summary>
/// Judges the silence of a connection from what its relay and the others have answered. Two steps: a suspicion costs a
/// few copies and is quick, a conviction costs the connection and needs evidence that the network is not to blame.
/// </summary>
internal sealed class SilenceJudge(SessionContext context, RelayRoster roster)
{
    private readonly SilenceTimers _timers = new(context.Options.FailoverThreshold);

    public SilenceTimers Timers => _timers;

    /// <summary>
    /// When an old connection answered again after nobody had. TCP tries again on each connection in its own time, so
    /// the others' answers may be on their way: they get T2 from here.
    /// </summary>
    public Instant NetworkBackAt { get; set; } = new(long.MinValue / 2);

    /// <summary>What to think of a connection now. Looks and decides; changes nothing.</summary>
    public SilenceFinding Judge(Connection connection)
    {
        var (liveness, now) = (connection.Liveness, context.Now);
        var isOverdue = OverdueAt(connection) <= now;
        if (!liveness.IsSuspected)
        {
            return isOverdue ? SilenceFinding.Suspicious : SilenceFinding.None;
        }

        var hasAnswered = liveness.HasAnsweredSince(liveness.ProbedAt);
        if (hasAnswered && !isOverdue)
        {
            return SilenceFinding.Cleared;
        }

        if (hasAnswered && NoProgressAt(connection) <= now)
        {
            return SilenceFinding.NoProgress;
        }

        if (now < ConvictAt(connection))
        {
            return SilenceFinding.None;
        }

        if (!hasAnswered)
        {
            // Nobody answers: then it is the local network, and no relay's fault.
            return HasAnotherAnswered(connection, liveness.ProbedAt) ? SilenceFinding.Silent : SilenceFinding.None;
        }

        return SilenceFinding.ProbeAgain;
    }

    /// <summary>When to judge a connection again, if nothing comes in until then.</summary>
    public Instant NextJudgement(Connection connection)
    {
        var liveness = connection.Liveness;
        if (!liveness.IsSuspected)
        {
            return OverdueAt(connection);
        }

        var probeDue = ConvictAt(connection);
        if (liveness.HasAnsweredSince(liveness.ProbedAt))
        {
            return Instant.Earlier(probeDue, NoProgressAt(connection));
        }

        // After that it waits for evidence.
        return probeDue > context.Now || HasAnotherAnswered(connection, liveness.ProbedAt) ? probeDue : Instant.Never;
    }

    private Instant ConvictAt(Connection connection)
    {
        var (liveness, patience) = (connection.Liveness, Patience(connection));
        var usual = Instant.Later(liveness.ProbedAt, NetworkBackAt) + patience;
        if (liveness.HasAnsweredSince(liveness.ProbedAt))
        {
            return usual;
        }

        // It answers what was asked before: TCP is catching up after a loss, and the answer to the probe is in line
        // behind. A relay that is merely slow must not keep its place like that for ever.
        var catchingUp = Instant.Earlier(
            liveness.AnsweredAt + patience, liveness.ProbedAt + _timers.NoProgressAfter(connection.Rtt, Stall));
        return Instant.Later(usual, catchingUp);
    }

    private TimeSpan Stall => context.Stalls.LongestAt(context.Now);

    private TimeSpan Patience(Connection connection) =>
        _timers.ConvictAfter(connection.Rtt, Stall);

    private Instant OverdueAt(Connection connection) => connection.OldestSendAt == Instant.Never
        ? Instant.Never
        : connection.OldestSendAt + _timers.SuspectAfter(
            connection.Rtt, connection.Liveness.LastDelay, context.Hedges.IsUsedUp);

    // Answers come in the order of the questions: the path is not to blame for an ack that a later answer has overtaken.
    private static bool HasAnsweredPast(Connection connection) =>
        connection.Liveness.HasAnsweredSince(connection.OldestFlightAt);

    private Instant NoProgressAt(Connection connection) => connection.FlightCount == 0 ? Instant.Never
        : Instant.Later(connection.Liveness.ProgressAt, connection.Liveness.SuspectedAt)
        + _timers.NoProgressAfter(connection.Rtt, HasAnsweredPast(connection) ? default : Stall);

    /// <summary>Whether another open relay has answered something that was sent at a moment or later.</summary>
    public bool HasAnotherAnswered(Connection connection, Instant since)
    {
        foreach (var relay in roster.Read)
        {
            if (relay.Connection is { } other && other != connection && other.IsOpen && other.Liveness.HasAnsweredSince(since))
            {
                return true;
            }
        }

        return false;
    }
}
