using SolConnect.Relay.Core.Delivery;

namespace SolConnect.Relay.Core.Session;

/// <summary>Ends connections, by our will or not: what follows for the relay, the primary and the subscriptions.</summary>
internal sealed class ConnectionEndings(
    SessionContext context, RelayRoster roster, PublishingSet publishing, ConnectionTable connections,
    SubscriptionTable subscriptions, Lineup lineup, Dialling dialling)
{
    /// <summary>No relay of the set lets this client in, and why.</summary>
    public ConnectionEnd? Refusal { get; private set; }

    /// <summary>Ends a connection from our side.</summary>
    public void End(Connection connection, ConnectionEnd end)
    {
        connections.FlushLast(connection);
        context.Effects.Add(SessionEffect.Close(connection.Number, end));
        Bury(connection, end);
    }

    /// <summary>Ends a connection from our side without a word: nobody listens at the other end, or what it says came too late.</summary>
    public void Cut(Connection connection, ConnectionEnd end)
    {
        context.Effects.Add(SessionEffect.Abort(connection.Number, end));
        Bury(connection, end);
    }

    /// <summary>A dial failed, or a connection is gone.</summary>
    public void Bury(Connection connection, ConnectionEnd end)
    {
        var relay = connection.Relay;
        var isChallenger = relay.Challenger == connection;
        var wasOpen = connection.Phase != ConnectionPhase.Connecting;
        var wasPrimary = relay == lineup.Primary && connection.IsOpen;
        connections.Remove(connection);
        (relay.LastCloseReason, relay.LastCloseDetail) = (end.Reason, end.Detail);
        if (!wasOpen && !isChallenger && end.Reason != CloseReason.Requested && relay.Dials.Failed(context.Options.MaxRetries))
        {
            context.Effects.Report(new SessionEvent.HealthChanged(relay.Endpoint, false, end.Detail));
        }

        NoteFailure(connection, relay, end);
        var redialIn = TimeSpan.Zero;
        if (!relay.IsGone && (relay.Connection is null || (isChallenger && relay.HasMoved)))
        {
            dialling.PlanRedial(relay, end, wasOpen);
        }

        if (relay.Connection is null)
        {
            redialIn = relay.Dials.NextDialIn(context.Now);
        }

        lineup.Touch();
        context.Effects.Report(new SessionEvent.RelayClosed(
            relay.Endpoint, connection.Number, end.Reason, end.Detail, wasOpen, wasPrimary, redialIn));
        if (relay.Dials.Admission.IsBarred && relay.Connection is null)
        {
            Barred(relay, end);
        }

        if (!wasOpen)
        {
            LoseHeldPlace(relay, end);
            return;
        }

        subscriptions.Closed(relay);
        if (end.Reason == CloseReason.Requested && relay.IsOpen)
        {
            lineup.Failover.Cleared(relay); // It goes on at its new address.
        }
        else if (wasPrimary || lineup.Failover.Suspects(relay))
        {
            lineup.Failover.Lost(relay, ReasonOf(end), end.Detail);
        }

        if (end.Reason == CloseReason.Fenced && relay.Connection is { HelloSentAt.Ticks: > 0 })
        {
            // Our own challenger took over: the relay has read its Hello, and Welcome is on its way. Until then the
            // relay keeps its place, and nobody else is promoted.
            return;
        }

        lineup.Settle();
    }

    /// <summary>A challenger that took over did not get to Welcome: the place that was held for it is free.</summary>
    private void LoseHeldPlace(RelayNode relay, in ConnectionEnd end)
    {
        if (relay.IsOpen || !publishing.IsMember(relay))
        {
            return;
        }

        if (relay == lineup.Primary)
        {
            lineup.Failover.Lost(relay, ReasonOf(end), end.Detail);
        }

        lineup.Settle();
    }

    /// <summary>A relay does not let this client in. With all of them out, there is nothing left to wait for.</summary>
    private void Barred(RelayNode relay, ConnectionEnd end)
    {
        if (relay.Dials.Bar())
        {
            context.Effects.Report(new SessionEvent.HealthChanged(relay.Endpoint, false, end.Detail));
        }

        context.Effects.Report(new SessionEvent.Alert(
            AlertKind.RelayRefusedClient, relay.Endpoint, $"does not let this client in and is not dialled again: {end.Detail}"));
        FaultIfBarred();
    }

    /// <summary>With all relays out that may be read, the session has ended.</summary>
    public void FaultIfBarred()
    {
        if (Array.TrueForAll(roster.Read, other => other.Dials.Admission.IsBarred))
        {
            var isForbidden = Array.TrueForAll(roster.Read, other => other.LastCloseReason == CloseReason.Forbidden);
            var details = roster.Read.Select(other => $"'{other.Endpoint.Id}': {other.LastCloseDetail}");
            Refusal = new(isForbidden ? CloseReason.Forbidden : CloseReason.Unauthorized, string.Join(' ', details));
            lineup.SetState(TransportState.Faulted, "no relay of the set lets this client in");
        }
    }

    private static FailoverReason ReasonOf(ConnectionEnd end) => end.Reason switch
    {
        CloseReason.Silent => FailoverReason.Silent,
        CloseReason.NoProgress => FailoverReason.NoProgress,
        CloseReason.Requested => FailoverReason.Removed,
        _ => FailoverReason.ConnectionLost,
    };

    /// <summary>Counts what an open relay is to blame for. Most relays lost within moments means the local network.</summary>
    private void NoteFailure(Connection connection, RelayNode relay, ConnectionEnd end)
    {
        if (connection.OpenedAt == default || end.Reason is CloseReason.Requested or CloseReason.GoAway or CloseReason.Fenced
            or CloseReason.Unauthorized)
        {
            return;
        }

        relay.Penalty.Add(context.Now);
        relay.LostAt = context.Now;
        var moments = context.Options.FailoverThreshold * 2;
        var lost = roster.Read.Count(other => context.Now - other.LostAt <= moments);
        if (lost < 2 || lost * 2 <= roster.Read.Length)
        {
            return;
        }

        foreach (var other in roster.Read)
        {
            if (context.Now - other.LostAt <= moments)
            {
                other.Penalty.Forgive();
                other.Dials.Forgive();
            }
        }
    }
}
