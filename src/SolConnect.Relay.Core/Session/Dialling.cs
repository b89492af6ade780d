using SolConnect.Relay.Core.Health;

namespace SolConnect.Relay.Core.Session;

/// <summary>When each relay is dialled: at the start, when another one has opened, and again after a failure.</summary>
internal sealed class Dialling(SessionContext context, RelayRoster roster, ConnectionTable connections, Lineup lineup)
{
    public Instant NextDeadline
    {
        get
        {
            var next = Instant.Never;
            foreach (var relay in roster.Read)
            {
                next = Instant.Earlier(next, relay.Dials.NextDialAt);
            }

            return next;
        }
    }

    /// <summary>The best ranked relay first, the others a moment later or as soon as one is open.</summary>
    public void Start()
    {
        var best = roster.Read.Min(relay => relay.Rank);
        foreach (var relay in roster.Read)
        {
            relay.Dials.PlanAt(relay.Rank == best ? context.Now : context.Now + context.Options.CandidateStagger);
        }

        DialDue();
    }

    public void DialDue()
    {
        foreach (var relay in roster.Read)
        {
            var wantsOne = relay.Connection is null || relay is { HasMoved: true, Challenger: null };
            if (wantsOne && relay.Dials.NextDialAt <= context.Now)
            {
                connections.Dial(relay);
                lineup.Touch();
            }
        }
    }

    /// <summary>One relay is open: candidates that only waited for their turn need not wait any longer.</summary>
    public void DialRest()
    {
        foreach (var relay in roster.Read)
        {
            if (relay is { Connection: null, Dials: { FailedDials: 0 }, LastCloseReason: null })
            {
                relay.Dials.PlanAt(context.Now);
            }
        }

        DialDue();
    }

    public void PlanRedial(RelayNode relay, ConnectionEnd end, bool wasOpen)
    {
        if (context.Now - relay.OpenedAt >= context.Options.HealthCheckInterval)
        {
            // A relay that has kept to the protocol for a whole interval may be trusted with quick redials again.
            relay.Dials.Forgive();
        }

        switch (relay.Dials.Admission.Ended(end.Reason, wasOpen, end.HadToken, context.Options.CanRefreshToken))
        {
            case AdmissionVerdict.RedialNow:
                relay.Dials.PlanAt(context.Now);
                return;
            case AdmissionVerdict.Barred:
                relay.Dials.PlanAt(Instant.Never);
                return;
        }

        var misbehaved = end.Reason is CloseReason.ProtocolError or CloseReason.LimitExceeded or CloseReason.RefusedByRelay
            or CloseReason.Fenced or CloseReason.Unsuitable;
        relay.Dials.PlanRedial(
            context.Now, end.RetryAfter, misbehaved, context.Options.BackoffMin, context.Options.BackoffMax, context.Random);
    }
}
