using SolConnect.Relay.Core.Delivery;
using SolConnect.Relay.Core.Wire;

namespace SolConnect.Relay.Core.Session;

/// <summary>
/// Reads what an open connection received and gives each frame to the part that it concerns. Bad bytes cost the
/// connection: the answer says what was wrong.
/// </summary>
internal sealed class FrameDispatcher(
    SessionContext context, ConnectionTable connections, Outbox outbox, PausedTopics paused, SubscriptionTable subscriptions,
    SetAgreement agreement)
{
    /// <summary>Handles one frame of an open connection. Returns what is wrong with it, or <c>null</c>.</summary>
    public string? Handle(Connection connection, FrameType type, ReadOnlySpan<byte> body, int frameLength)
    {
        connection.Relay.Traffic.MessagesReceived += type == FrameType.Deliver ? 1 : 0;
        var error = type switch
        {
            FrameType.Ack => AckFrame.TryRead(body, out var ack) ? OnAck(connection, ack) : Malformed,
            FrameType.Deliver => DeliverFrame.TryRead(body, connection.Limits.MaxMessageBytes, out var deliver)
                ? subscriptions.OnDeliver(connection.Relay, deliver, frameLength) : Malformed,
            FrameType.Reject => RejectFrame.TryRead(body, out var reject) ? OnReject(connection, reject) : Malformed,
            FrameType.Subscribed => SubscribedFrame.TryRead(body, out var subscribed)
                ? subscriptions.OnSubscribed(connection.Relay, subscribed) : Malformed,
            FrameType.Synced => SyncFrame.TryRead(body, out var synced)
                ? subscriptions.OnSynced(connection.Relay, synced) : Malformed,
            FrameType.Ping => PingFrame.TryRead(body, out var ping) ? OnPing(connection, ping) : Malformed,
            FrameType.Pong => PongFrame.TryRead(body, out var pong) ? OnPong(connection, pong) : Malformed,
            FrameType.SetVerdict => SetVerdictFrame.TryRead(body, out var verdict) ? OnSetVerdict(connection, verdict) : Malformed,
            _ => "a relay does not send it on an open connection",
        };
        return error is null ? null : $"Its {type} frame was refused: {error}.";
    }

    private const string Malformed = "it is truncated or out of range";

    private string? OnAck(Connection connection, in AckFrame ack)
    {
        if (connection.ByAlias(ack.Alias) is not { } cursor)
        {
            return $"it names topic alias {ack.Alias}, which was never given out";
        }

        if (ack.Through > cursor.SentThrough)
        {
            return $"it acknowledges {ack.Through} on '{cursor.Topic.Name}', where nothing beyond {cursor.SentThrough} was sent";
        }

        outbox.Acknowledge(cursor, ack.Through);
        return null;
    }

    private string? OnReject(Connection connection, in RejectFrame reject)
    {
        if (connection.ByAlias(reject.Alias) is not { } cursor)
        {
            return $"it names topic alias {reject.Alias}, which was never given out";
        }

        switch (reject.Code)
        {
            case RejectCode.OutOfOrder:
                paused.RewindSoon(cursor);
                break;
            case RejectCode.Throttled:
                paused.RewindAt(cursor, context.Now + reject.RetryAfter);
                break;
            default:
                context.Effects.Report(new SessionEvent.Alert(
                    AlertKind.TopicRefused, connection.Relay.Endpoint, $"refuses messages to '{cursor.Topic.Name}': {reject.Code}"));
                outbox.Refuse(cursor, reject.Code);
                break;
        }

        return null;
    }

    private string? OnPing(Connection connection, in PingFrame ping)
    {
        new PongFrame(ping.Nonce, LoadPerMille: 0, RelayClock: 0).Write(connections.Control(connection));
        return null;
    }

    private string? OnSetVerdict(Connection connection, in SetVerdictFrame frame)
    {
        agreement.Note(connection, frame.Verdict);
        return null;
    }

    private string? OnPong(Connection connection, in PongFrame pong)
    {
        // An answer that is not awaited any more is late, not wrong.
        if (connection.Liveness.Pong(pong.Nonce, context.Now) is { } roundTrip)
        {
            connection.TakeSample(roundTrip);
            connection.Relay.LoadPerMille = pong.LoadPerMille;
            connection.Relay.Clock.Sample(pong.RelayClock, context.Now);
        }

        return null;
    }
}
