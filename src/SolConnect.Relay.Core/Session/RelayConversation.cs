using SolConnect.Relay.Core.Delivery;
using SolConnect.Relay.Core.Wire;

namespace SolConnect.Relay.Core.Session;

/// <summary>What is said on a connection beside messages: Hello and Welcome, go-away, errors, and what breaks the protocol.</summary>
internal sealed class RelayConversation(
    SessionContext context, ConnectionTable connections, Outbox outbox, SubscriptionTable subscriptions, FrameDispatcher frames,
    Lineup lineup, SilenceWatch silence, SetAgreement agreement, Dialling dialling, ConnectionEndings endings)
{
    // A relay that asked us to leave closes the connection itself; this is for one that does not come to it.
    private static readonly TimeSpan LeaveAllowance = TimeSpan.FromSeconds(2);

    /// <summary>The shell's WebSocket is open: say who we are.</summary>
    public void OnTransportOpen(Connection connection, string token)
    {
        connection.HelloDeadline = context.Now + context.Options.HelloTimeout;
        connection.HelloSentAt = context.Now;
        new HelloFrame(
            WireProtocol.Version, context.Identity.Producer, context.Identity.Generation, connection.Number, context.Options.ClientName,
            agreement.Greet(connection), token)
            .Write(connections.Control(connection));
    }

    public void OnReceived(Connection connection, ReadOnlySpan<byte> message)
    {
        context.Counters.BytesReceived += message.Length;
        connection.Relay.Traffic.BytesReceived += message.Length;
        var reader = new FrameReader(message);
        FrameReadResult result;
        while ((result = reader.Read()) == FrameReadResult.Frame)
        {
            context.Counters.FramesReceived++;
            if (Handle(connection, ref reader) is { } error)
            {
                Refuse(connection, error);
            }

            if (connection.Phase == ConnectionPhase.Gone)
            {
                return;
            }
        }

        if (result == FrameReadResult.Malformed)
        {
            Refuse(connection, "It sent bytes that are not a frame.");
            return;
        }

        connection.LandFlights(context.Now);
        silence.Received(connection);
        if (connection.ReadyCount > 0)
        {
            connections.MarkDirty(connection);
        }
    }

    private string? Handle(Connection connection, ref FrameReader frame)
    {
        switch (frame.Type)
        {
            case FrameType.Welcome when connection.Phase == ConnectionPhase.Connecting:
                return WelcomeFrame.TryRead(frame.Body, out var welcome) ? OnWelcome(connection, welcome) : "Its Welcome is malformed.";
            case FrameType.GoAway when GoAwayFrame.TryRead(frame.Body, out var goAway):
                OnGoAway(connection, goAway);
                return null;
            case FrameType.Error when ErrorFrame.TryRead(frame.Body, out var error):
                OnError(connection, error);
                return null;
            default:
                return connection.Phase == ConnectionPhase.Connecting
                    ? $"It sent a {frame.Type} frame before Welcome."
                    : frames.Handle(connection, frame.Type, frame.Body, frame.FrameLength);
        }
    }

    private string? OnWelcome(Connection connection, in WelcomeFrame welcome)
    {
        if (Misfit(welcome.Limits) is { } misfit)
        {
            endings.End(connection, new(CloseReason.Unsuitable, misfit));
            return null;
        }

        var relay = connection.Relay;
        connection.Rtt.Begin(context.Now - connection.HelloSentAt);
        connection.Liveness.Welcomed(connection.HelloSentAt, context.Now);
        connection.HelloDeadline = Instant.Never;
        (connection.Limits, connection.OpenedAt, connection.Phase) = (welcome.Limits, context.Now, ConnectionPhase.Standby);
        relay.Welcome(welcome.Log, welcome.Durability, context.Now);
        relay.Clock.Sample(welcome.RelayClock, context.Now);
        relay.LoadPerMille = welcome.LoadPerMille;
        if (relay.Challenger == connection && relay.Connection is { } moved && relay.HasMoved)
        {
            endings.End(moved, new(CloseReason.Requested, "The relay has another address now."));
        }
        else if (relay.Challenger == connection && relay.Connection is { } silent)
        {
            // The way to the relay is open, so the old connection is what is broken. The new one is ready by now, and the
            // relay keeps its place: otherwise another silent one would be the primary meanwhile.
            endings.Cut(silent, new(CloseReason.Silent, "It answers on a new connection, and not on this one."));
        }

        var recovered = relay.Dials.Succeeded();
        outbox.Announce(relay);
        lineup.Settle();
        context.Effects.Report(new SessionEvent.RelayOpened(
            relay.Endpoint, connection.Number, relay == lineup.Primary, context.Now - connection.StartedAt));
        if (recovered)
        {
            context.Effects.Report(new SessionEvent.HealthChanged(relay.Endpoint, true, "It said Welcome again."));
        }

        agreement.Welcomed(connection, welcome.SetVerdict);
        context.Effects.Report(new SessionEvent.PeersAnnounced(relay.Endpoint, welcome.Alternates));
        subscriptions.Opened(relay);
        dialling.DialRest();
        return null;
    }

    private string? Misfit(in RelayLimits limits) =>
        limits.MaxMessageBytes < context.Options.MaxMessageBytes
            ? $"It takes messages of at most {limits.MaxMessageBytes} bytes, and MaxMessageBytes is {context.Options.MaxMessageBytes}."
        : limits.MaxMessageBytes > context.Options.MaxReceiveMessageBytes
            ? $"It may deliver messages of {limits.MaxMessageBytes} bytes, and MaxReceiveMessageBytes is {context.Options.MaxReceiveMessageBytes}."
        : null;

    private void OnGoAway(Connection connection, in GoAwayFrame goAway)
    {
        if (goAway.Alternates.Count > 0)
        {
            context.Effects.Report(new SessionEvent.PeersAnnounced(connection.Relay.Endpoint, goAway.Alternates));
        }

        if (connection.Phase == ConnectionPhase.Connecting)
        {
            endings.End(connection, new(CloseReason.GoAway, $"It is going away ({goAway.Reason}).", goAway.Deadline));
            return;
        }

        if (connection.Phase == ConnectionPhase.Draining)
        {
            return;
        }

        // It is read until it closes: acks and messages that are under way still count.
        var relay = connection.Relay;
        connection.Phase = ConnectionPhase.Draining;
        connection.LeaveBy = context.Now + goAway.Deadline + LeaveAllowance;
        connection.Liveness.Clear();
        if (relay == lineup.Primary || lineup.Failover.Suspects(relay))
        {
            lineup.Failover.Lost(relay, FailoverReason.GoAway, $"It is going away ({goAway.Reason}).");
        }

        lineup.Settle();
    }

    private void OnError(Connection connection, in ErrorFrame error)
    {
        var reason = error.Code switch
        {
            ErrorCode.Fenced => CloseReason.Fenced,
            ErrorCode.Unauthorized => CloseReason.Unauthorized,
            ErrorCode.Forbidden => CloseReason.Forbidden,
            _ => CloseReason.RefusedByRelay,
        };
        endings.End(connection, new(reason, $"It ended the connection ({error.Code}): {PeerText.Clean(error.Detail)}"));
    }

    /// <summary>The relay broke the protocol: it is told why, and loses this connection.</summary>
    private void Refuse(Connection connection, string error)
    {
        if (connection.Phase == ConnectionPhase.Gone)
        {
            return;
        }

        context.Effects.Report(new SessionEvent.Alert(AlertKind.RelayMisbehaved, connection.Relay.Endpoint, error));
        new ErrorFrame(ErrorCode.Protocol, PeerText.Clean(error)[..Math.Min(error.Length, 80)]).Write(connections.Control(connection));
        endings.End(connection, new(CloseReason.ProtocolError, error));
    }
}
