using System.Diagnostics;
using SolConnect.Relay.Core;
using SolConnect.Relay.Core.Wire;
using SolConnect.Relay.Server.Hub.Log;
using SolConnect.Relay.Server.Hub.Subscriptions;

namespace SolConnect.Relay.Server.Hub.Connections;

/// <summary>What a client may send on an open connection, and what each frame does.</summary>
internal sealed class ClientFrames(
    HubOptions options, LogId log, TopicTable topics, ConnectionTable connections, HubOutbox outbox)
{
    private static readonly TimeSpan FullRetryAfter = TimeSpan.FromSeconds(1);

    public FrameVerdict Handle(HubConnection connection, FrameType type, ReadOnlySpan<byte> body, Instant now) =>
        type switch
        {
            FrameType.Topic => NameTopic(connection, body),
            FrameType.Publish => Publish(connection, body, now),
            FrameType.Tombstone => Tombstone(connection, body, now),
            FrameType.Mark => Mark(connection, body, now),
            FrameType.Subscribe => Subscribe(connection, body),
            FrameType.Unsubscribe => Unsubscribe(connection, body),
            FrameType.Credit => Credit(connection, body),
            FrameType.Sync => Sync(connection, body),
            FrameType.Ping => Ping(connection, body),
            FrameType.SetHash => SetHash(connection, body),
            _ => FrameVerdict.Violation($"A client does not send {type} on an open connection."),
        };

    private FrameVerdict NameTopic(HubConnection connection, ReadOnlySpan<byte> body)
    {
        if (!TopicFrame.TryRead(body, out var frame))
        {
            return FrameVerdict.Malformed(FrameType.Topic);
        }

        if (frame.Alias != connection.Aliases.Count + 1)
        {
            return FrameVerdict.Violation($"Topic alias {connection.Aliases.Count + 1} comes next, not {frame.Alias}.");
        }

        if (connection.Aliases.Count == options.MaxTopicsPerConnection)
        {
            return FrameVerdict.Limit($"A connection may name {options.MaxTopicsPerConnection} topics.");
        }

        if (connection.IsDenied(TopicAccess.Publish, frame.Name))
        {
            connection.Aliases.Add(new(frame.Alias, null, RejectCode.TopicDenied));
            return FrameVerdict.Fine;
        }

        var topic = topics.FindOrAdd(frame.Name);
        if (topic is not null)
        {
            topic.Users++;
        }

        connection.Aliases.Add(new(frame.Alias, topic));
        return FrameVerdict.Fine;
    }

    private FrameVerdict Publish(HubConnection connection, ReadOnlySpan<byte> body, Instant now)
    {
        // The WebSocket message was limited when it was received, so a payload that is too large costs no memory here,
        // and its producer deserves an answer that names the topic instead of the end of its connection.
        if (!PublishFrame.TryRead(body, int.MaxValue, out var frame))
        {
            return FrameVerdict.Malformed(FrameType.Publish);
        }

        if (AliasOf(connection, frame.Alias) is not { } alias)
        {
            return UnknownAlias(frame.Alias);
        }

        if (frame.Payload.Length > options.MaxMessageBytes)
        {
            alias.Reject(frame.Sequence, RejectCode.MessageTooLarge);
            connection.Output.Add(alias);
            return FrameVerdict.Fine;
        }

        var record = new LogRecord
        {
            Kind = RecordKind.Message,
            Producer = connection.Hello.Producer,
            Generation = connection.Hello.Generation,
            Sequence = frame.Sequence,
            Timestamp = frame.Timestamp,
            Headers = frame.Headers,
            Payload = frame.Payload,
        };
        return Append(connection, alias, record, frame.Floor, now);
    }

    private FrameVerdict Tombstone(HubConnection connection, ReadOnlySpan<byte> body, Instant now)
    {
        if (!TombstoneFrame.TryRead(body, out var frame))
        {
            return FrameVerdict.Malformed(FrameType.Tombstone);
        }

        if (AliasOf(connection, frame.Alias) is not { } alias)
        {
            return UnknownAlias(frame.Alias);
        }

        var record = new LogRecord
        {
            Kind = RecordKind.Tombstone,
            Producer = connection.Hello.Producer,
            Generation = connection.Hello.Generation,
            Sequence = frame.Sequence,
        };
        return Append(connection, alias, record, frame.Floor, now);
    }

    private FrameVerdict Append(
        HubConnection connection, TopicAlias alias, in LogRecord record, long floor, Instant now)
    {
        if (alias.Log is null)
        {
            alias.Reject(record.Sequence, alias.Refusal);
            connection.Output.Add(alias);
            return FrameVerdict.Fine;
        }

        var verdict = alias.Log.Append(record, floor, connection.Rate, now, out var last);
        switch (verdict)
        {
            case SequenceVerdict.Append:
                outbox.Announce(alias.Log);
                alias.Acknowledge(last);
                break;
            case SequenceVerdict.Known:
                alias.Acknowledge(last);
                break;
            case SequenceVerdict.BeforeRun:
                return FrameVerdict.Fine;
            case SequenceVerdict.OutOfOrder:
                alias.Reject(record.Sequence, RejectCode.OutOfOrder, last + 1);
                break;
            case SequenceVerdict.Full:
                alias.Reject(record.Sequence, RejectCode.Throttled, retryAfter: FullRetryAfter);
                break;
            case SequenceVerdict.TooFast:
                alias.Reject(record.Sequence, RejectCode.Throttled, retryAfter: connection.Rate!.UntilFull);
                break;
            case SequenceVerdict.Fenced:
                return FencedBy(record.Generation);
            default:
                throw new UnreachableException();
        }

        connection.Output.Add(alias);
        return FrameVerdict.Fine;
    }

    private FrameVerdict Mark(HubConnection connection, ReadOnlySpan<byte> body, Instant now)
    {
        if (!MarkFrame.TryRead(body, out var frame))
        {
            return FrameVerdict.Malformed(FrameType.Mark);
        }

        if (AliasOf(connection, frame.Alias) is not { } alias)
        {
            return UnknownAlias(frame.Alias);
        }

        if (alias.Log is null)
        {
            alias.Reject(frame.Through, alias.Refusal);
        }
        else
        {
            var end = alias.Log.End;
            var hello = connection.Hello;
            if (!alias.Log.Mark(hello.Producer, hello.Generation, frame.Through, now, out var last))
            {
                return FencedBy(hello.Generation);
            }

            if (alias.Log.End > end)
            {
                outbox.Announce(alias.Log);
            }

            alias.Acknowledge(last);
        }

        connection.Output.Add(alias);
        return FrameVerdict.Fine;
    }

    private FrameVerdict Subscribe(HubConnection connection, ReadOnlySpan<byte> body)
    {
        if (!SubscribeFrame.TryRead(body, out var frame))
        {
            return FrameVerdict.Malformed(FrameType.Subscribe);
        }

        if (connection.Subscriptions.ContainsKey(frame.Subscription))
        {
            return FrameVerdict.Violation($"Subscription {frame.Subscription} is open already.");
        }

        var isRefused = connection.Subscriptions.Count >= options.MaxTopicsPerConnection
            || connection.IsDenied(TopicAccess.Subscribe, frame.Topic);
        var topic = isRefused ? null : topics.FindOrAdd(frame.Topic);
        if (topic is null)
        {
            connection.Output.Refuse(frame.Subscription);
            return connection.Output.RefusalsPending <= options.MaxPendingAnswers
                ? FrameVerdict.Fine
                : FrameVerdict.Limit("Too many subscriptions were refused without the answers being read.");
        }

        var cursor = new HubSubscription(
            frame.Subscription, connection, topic, StartPoint.Resolve(frame, topic, log), frame.Credit);
        connection.Subscriptions.Add(frame.Subscription, cursor);
        topic.Attach(cursor);
        connection.Output.Add(cursor);
        return FrameVerdict.Fine;
    }

    // A client that was refused may not know it yet, so frames about unknown subscriptions are ignored, not punished.
    private static FrameVerdict Unsubscribe(HubConnection connection, ReadOnlySpan<byte> body)
    {
        if (!UnsubscribeFrame.TryRead(body, out var frame))
        {
            return FrameVerdict.Malformed(FrameType.Unsubscribe);
        }

        if (connection.Subscriptions.Remove(frame.Subscription, out var cursor))
        {
            cursor.Log.Detach(cursor);
        }

        return FrameVerdict.Fine;
    }

    private static FrameVerdict Credit(HubConnection connection, ReadOnlySpan<byte> body)
    {
        if (!CreditFrame.TryRead(body, out var frame))
        {
            return FrameVerdict.Malformed(FrameType.Credit);
        }

        if (connection.Subscriptions.TryGetValue(frame.Subscription, out var cursor))
        {
            cursor.AddCredit(frame.Bytes);
            connection.Output.Add(cursor);
        }

        return FrameVerdict.Fine;
    }

    private FrameVerdict Sync(HubConnection connection, ReadOnlySpan<byte> body)
    {
        if (!SyncFrame.TryRead(body, out var frame))
        {
            return FrameVerdict.Malformed(FrameType.Sync);
        }

        if (!connection.Subscriptions.TryGetValue(frame.Subscription, out var cursor))
        {
            return FrameVerdict.Fine;
        }

        if (cursor.SyncsPending == options.MaxPendingAnswers)
        {
            return FrameVerdict.Limit($"{options.MaxPendingAnswers} Syncs of one subscription wait for their answer.");
        }

        cursor.Sync(frame.Nonce);
        connection.Output.Add(cursor);
        return FrameVerdict.Fine;
    }

    private FrameVerdict Ping(HubConnection connection, ReadOnlySpan<byte> body)
    {
        if (!PingFrame.TryRead(body, out var frame))
        {
            return FrameVerdict.Malformed(FrameType.Ping);
        }

        if (connection.Output.PongsPending == options.MaxPendingAnswers)
        {
            return FrameVerdict.Limit($"{options.MaxPendingAnswers} Pings wait for their answer.");
        }

        connection.Output.Pong(frame.Nonce);
        return FrameVerdict.Fine;
    }

    private FrameVerdict SetHash(HubConnection connection, ReadOnlySpan<byte> body)
    {
        if (!SetHashFrame.TryRead(body, out var frame))
        {
            return FrameVerdict.Malformed(FrameType.SetHash);
        }

        connections.ChangeSet(connection, frame.SetHash);
        connection.Output.Add(new SetVerdictFrame(connections.VerdictOn(frame.SetHash)));
        return FrameVerdict.Fine;
    }

    private static TopicAlias? AliasOf(HubConnection connection, int alias) =>
        alias >= 1 && alias <= connection.Aliases.Count ? connection.Aliases[alias - 1] : null;

    private static FrameVerdict UnknownAlias(int alias) =>
        FrameVerdict.Violation($"No Topic frame has given alias {alias} a name.");

    private static FrameVerdict FencedBy(long generation) =>
        FrameVerdict.Fenced($"A higher generation of this producer than {generation} has written to the topic.");
}
