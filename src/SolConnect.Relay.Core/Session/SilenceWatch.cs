using System.Diagnostics;
using SolConnect.Relay.Core.Health;
using SolConnect.Relay.Core.Wire;

namespace SolConnect.Relay.Core.Session;

/// <summary>
/// Acts on silence: keeps connections answering by pinging them, suspects, probes, clears and gives up. What to think of
/// a silence is decided by <see cref="SilenceJudge"/>.
/// </summary>
internal sealed class SilenceWatch(
    SessionContext context, RelayRoster roster, ConnectionTable connections, SilenceJudge judge, Lineup lineup,
    Action<Connection, ConnectionEnd> giveUp)
{
    // A machine that is always late would otherwise never judge.
    private const int MaxPostponements = 5;

    private Instant _notBefore;
    private int _postponements;

    public Instant NextDeadline
    {
        get
        {
            var (judgement, ping) = (NextJudgement(), Instant.Never);
            foreach (var relay in roster.Read)
            {
                if (relay.Connection is { IsOpen: true } connection)
                {
                    ping = Instant.Earlier(ping, PingDueAt(connection));
                }
            }

            return Instant.Earlier(ping, judgement == Instant.Never ? judgement : Instant.Later(judgement, _notBefore));
        }
    }

    /// <summary>Pings what is due, and judges, unless it is so late that answers may lie unread.</summary>
    public void Tick()
    {
        var due = NextJudgement();
        if (due <= context.Now)
        {
            var lateness = context.Now - Instant.Later(due, _notBefore);
            if (context.Now < _notBefore)
            {
                // The grace is not over yet.
            }
            else if (lateness > SilenceTimers.Lateness && _postponements < MaxPostponements)
            {
                _postponements++;
                _notBefore = context.Now + SilenceTimers.Grace;
            }
            else
            {
                _postponements = 0;
                JudgeAll();
            }
        }

        foreach (var relay in roster.Read)
        {
            if (relay.Connection is { IsOpen: true } connection && PingDueAt(connection) <= context.Now)
            {
                Ping(connection);
            }
        }
    }

    /// <summary>Something came in: a suspect may have cleared itself. Giving others up waits for the next tick.</summary>
    public void Received(Connection connection)
    {
        connection.Liveness.ReceivedAt = context.Now;
        if (connection.IsOpen && connection.Liveness.IsSuspected && judge.Judge(connection) == SilenceFinding.Cleared)
        {
            Clear(connection);
        }
    }

    /// <summary>Nothing ran for a while, perhaps because the machine slept: every connection has to show that it lives.</summary>
    public void DoubtAll(string why)
    {
        foreach (var relay in roster.Read)
        {
            if (relay is { IsTrusted: true, Connection: { } connection })
            {
                Suspect(connection, why);
            }
        }
    }

    private Instant NextJudgement()
    {
        var next = Instant.Never;
        foreach (var relay in roster.Read)
        {
            if (relay.Connection is { IsOpen: true } connection)
            {
                next = Instant.Earlier(next, judge.NextJudgement(connection));
            }
        }

        return next;
    }

    private void JudgeAll()
    {
        foreach (var relay in roster.Read)
        {
            if (relay.Connection is { IsOpen: true } connection)
            {
                Act(connection, judge.Judge(connection));
            }
        }
    }

    private void Act(Connection connection, SilenceFinding finding)
    {
        var liveness = connection.Liveness;
        switch (finding)
        {
            case SilenceFinding.None:
                break;
            case SilenceFinding.Suspicious:
                var silence = context.Now - connection.OldestSendAt;
                Suspect(connection, $"It has not answered for {silence.TotalMilliseconds:0} ms.");
                break;
            case SilenceFinding.Cleared:
                Clear(connection);
                break;
            case SilenceFinding.ProbeAgain:
                Probe(connection);
                break;
            case SilenceFinding.Silent:
                GiveUp(connection, CloseReason.Silent,
                    $"It has answered nothing for {(context.Now - liveness.AnsweredAt).TotalMilliseconds:0} ms, and another relay has.");
                break;
            case SilenceFinding.NoProgress:
                GiveUp(connection, CloseReason.NoProgress,
                    $"It has acknowledged nothing for {(context.Now - liveness.ProgressAt).TotalMilliseconds:0} ms, although it is alive.");
                break;
            default:
                throw new UnreachableException($"Finding {finding}.");
        }
    }

    private void Suspect(Connection connection, string why)
    {
        var relay = connection.Relay;
        var onset = Instant.Earlier(connection.OldestSendAt, context.Now);
        connection.Liveness.Suspect(context.Now);
        connection.ResentBeforeSuspicion = context.Counters.MessagesResent;
        Probe(connection);
        if (relay == lineup.Primary)
        {
            lineup.Failover.Suspected(relay, onset, why);
        }

        context.Effects.Report(new SessionEvent.TrustChanged(relay.Endpoint, false, why));
        lineup.Settle();
    }

    private void Clear(Connection connection)
    {
        var relay = connection.Relay;
        var suspectedFor = context.Now - connection.Liveness.SuspectedAt;
        connection.Liveness.Clear();
        if (judge.HasAnotherAnswered(connection, connection.Liveness.ProbedAt))
        {
            // A silence of all of them tells nothing of how long a single one may last.
            context.Stalls.Note(suspectedFor, context.Now);
        }

        context.Hedges.Charge(context.Counters.MessagesResent - connection.ResentBeforeSuspicion);
        context.Effects.Report(new SessionEvent.TrustChanged(
            relay.Endpoint, true, $"It answered after {suspectedFor.TotalMilliseconds:0} ms under suspicion."));
        lineup.Failover.Cleared(relay);
        lineup.Settle();
    }

    private void GiveUp(Connection connection, CloseReason reason, string detail) => giveUp(connection, new(reason, detail));

    /// <summary>Asks a suspect for a sign of life, and everybody else too: their answers are the evidence against it.</summary>
    private void Probe(Connection suspect)
    {
        suspect.Liveness.Probe(context.Now);
        foreach (var relay in roster.Read)
        {
            if (relay.Connection is { IsOpen: true } connection)
            {
                Ping(connection);
            }
        }
    }

    private void Ping(Connection connection) =>
        new PingFrame(connection.Liveness.Ping(context.Now)).Write(connections.Control(connection));

    private Instant PingDueAt(Connection connection)
    {
        var liveness = connection.Liveness;
        var idle = context.Options.HealthCheckInterval;
        var busy = judge.Timers.Threshold * 2;
        var nextAnswer = liveness.AnsweredAt + idle;
        if (context.Traffic.IsBusy(context.Now))
        {
            // Counted from the first message, not from before the pause: a deadline that comes into being in the past
            // looks like a machine that slept.
            nextAnswer = Instant.Earlier(
                nextAnswer, Instant.Later(liveness.AnsweredAt, context.Traffic.Since) + busy);
        }

        // What is under way is a question already. A ping now and then brings load and clock even so.
        var answerDue = connection.OldestSendAt == Instant.Never ? nextAnswer : Instant.Never;
        return liveness.OldestPingAt == Instant.Never
            ? Instant.Earlier(answerDue, Instant.Later(liveness.LastPingAt, connection.OpenedAt) + idle)
            : Instant.Never;
    }
}
