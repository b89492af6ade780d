using SolConnect.Relay.Core.Delivery;

namespace SolConnect.Relay.Core.Session;

/// <summary>
/// Moves the primary while nothing is wrong: because the application asked, because a better ranked relay has been back for
/// long enough, or because the primary is expected to fail. Make before break: the new relay is published to beside the old
/// one until it has acknowledged, so no send waits for the move.
/// </summary>
internal sealed class PlannedMoves(SessionContext context, PublishingSet publishing, Lineup lineup)
{
    // A relay that was left because it got worse is the better ranked one still, as a rule: it has to stay well for longer.
    private const int DelaysAfterPrediction = 10;

    private RelayNode? _to;
    private RelayEndpoint? _from;
    private FailoverReason _reason;
    private Instant _startedAt;
    private SwitchRequest? _request;
    private RelayNode? _pinned;
    private long _consideredVersion;

    /// <summary>When a failback is due; <see cref="Instant.Never"/>: none.</summary>
    public Instant NextDeadline { get; private set; } = Instant.Never;

    /// <summary>The application asked. The answer comes once the relay is the primary, or cannot be.</summary>
    public void Request(SwitchRequest request)
    {
        if (request.Prediction is not null && ObstacleToPrediction() is { } reason)
        {
            context.Effects.Add(SessionEffect.SwitchSettled(request, reason));
            return;
        }

        CallOff("Another switch was asked for before this one was done.");
        var relay = Array.Find(publishing.Set, candidate => candidate.Endpoint.Id == request.RelayId);
        if (Obstacle(relay) is { } obstacle)
        {
            context.Effects.Add(SessionEffect.SwitchSettled(request, obstacle));
            return;
        }

        _request = request;
        if (relay == lineup.Primary)
        {
            _pinned = request.Prediction is null ? relay : _pinned;
            EndRequest(null);
            Consider();
            return;
        }

        Begin(relay!, request.Prediction is null ? FailoverReason.Manual : FailoverReason.Predicted);
    }

    /// <summary>After the ranking, or whom one can trust, changed: whether there is somebody to go back to, and when.</summary>
    public void Consider()
    {
        _consideredVersion = lineup.Version;
        NextDeadline = Instant.Never;
        foreach (var relay in publishing.Set)
        {
            NextDeadline = Instant.Earlier(NextDeadline, FailbackDueAt(relay));
        }
    }

    public void Tick()
    {
        if (NextDeadline > context.Now)
        {
            return;
        }

        NextDeadline = Instant.Never;
        RelayNode? best = null;
        foreach (var relay in publishing.Set)
        {
            if (FailbackDueAt(relay) <= context.Now && (best is null || relay.Rank < best.Rank))
            {
                best = relay;
            }
        }

        if (best is not null)
        {
            Begin(best, FailoverReason.Failback);
        }
    }

    /// <summary>Called after every step: a move that has been under way may be done, or impossible.</summary>
    public void Check()
    {
        if (_to is null)
        {
            if (_consideredVersion != lineup.Version)
            {
                Consider();
            }
        }
        else if (publishing.Guest != _to)
        {
            _to = null;
            EndRequest("The relay was lost, or stopped to answer, before it could take over.");
            Consider();
        }
        else if (HasCaughtUp(_to.Connection!))
        {
            Complete(_to);
        }
    }

    public void Stop() => EndRequest("The transport was disconnected.");

    private void Begin(RelayNode to, FailoverReason reason)
    {
        (_to, _from, _reason, _startedAt) = (to, lineup.Primary?.Endpoint, reason, context.Now);
        var wasMember = publishing.IsMember(to);
        publishing.Invite(to);
        if (wasMember)
        {
            Complete(to);
        }
        else
        {
            lineup.Settle();
        }
    }

    private void Complete(RelayNode to)
    {
        var from = _from ?? to.Endpoint;
        _to = null;
        _pinned = _reason == FailoverReason.Manual ? to : null;
        if (_reason == FailoverReason.Predicted && lineup.Primary is { } left && left != to)
        {
            left.NotBackBefore = context.Now + (DelaysAfterPrediction * context.Options.FailbackDelay);
        }

        context.Effects.Report(new SessionEvent.FailoverStarted(from, _reason, WhyMoved()));
        publishing.MoveToGuest();
        lineup.Settle();
        context.Effects.Report(new SessionEvent.FailoverCompleted(
            from, to.Endpoint, _reason, TimeSpan.Zero, context.Now - _startedAt, 0));
        EndRequest(null);
        Consider();
    }

    private void EndRequest(string? obstacle)
    {
        if (_request is { } request)
        {
            _request = null;
            context.Effects.Add(SessionEffect.SwitchSettled(request, obstacle));
        }
    }

    private void CallOff(string obstacle)
    {
        EndRequest(obstacle);
        if (_to is not null)
        {
            _to = null;
            publishing.SendGuestAway();
            lineup.Settle();
        }
    }

    // Each relay's own time counts, or one that has just come back would profit from that of another.
    private Instant FailbackDueAt(RelayNode relay)
    {
        if (_to is not null || lineup.Primary is not { IsTrusted: true } primary || primary == _pinned
            || !relay.IsTrusted || relay.Rank >= primary.Rank)
        {
            return Instant.Never;
        }

        var since = Instant.Later(relay.Connection!.OpenedAt, lineup.PrimarySince);
        var due = Instant.Later(since + context.Options.FailbackDelay, relay.NotBackBefore);
        return Instant.Later(due, relay.Penalty.LowAt(context.Now));
    }

    private string WhyMoved() => _reason switch
    {
        FailoverReason.Manual => "The application asked for it.",
        FailoverReason.Predicted => _request?.Prediction ?? "It was getting worse.",
        _ => "A better ranked relay is back.",
    };

    // What the application chose, or waits for, is not overruled by a guess.
    private string? ObstacleToPrediction() =>
        _to is not null ? "Another move is under way."
        : lineup.Primary is not { IsTrusted: true } ? "The primary is lost or suspected already."
        : _pinned is not null && lineup.Primary == _pinned ? "The application chose the present primary."
        : null;

    // It has shown that it takes what it is sent, or there is nothing to send.
    private bool HasCaughtUp(Connection connection) =>
        connection.Liveness.ProgressAt >= _startedAt || connection is { FlightCount: 0, ReadyCount: 0, OutstandingWrites: 0 };

    private static string? Obstacle(RelayNode? relay) => relay switch
    {
        null => "It does not belong to the relay set: the first 1 + Standbys relays that every client of the topics shares.",
        { IsOpen: false } => "It is not connected.",
        { IsTrusted: false } => "It does not answer at the moment.",
        _ => null,
    };
}
