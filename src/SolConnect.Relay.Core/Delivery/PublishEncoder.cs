using SolConnect.Relay.Core.Session;
using SolConnect.Relay.Core.Wire;

namespace SolConnect.Relay.Core.Delivery;

/// <summary>
/// Encodes what waits for one connection into one write: for each ready topic its name, what is settled, then everything
/// from the cursor on, ascending, nothing skipped that is not settled.
/// </summary>
internal sealed class PublishEncoder(
    SessionContext context, PublishingSet publishing, Outbox outbox, Retention retention, HeldCopies held)
{
    public void Encode(Connection connection, WireBuffer buffer)
    {
        // Each topic gets one turn per write, so that a busy one cannot keep the others waiting.
        for (var turns = connection.ReadyCount; turns > 0 && HasRoom(connection, buffer); turns--)
        {
            var cursor = connection.TakeReady();
            if (EncodeTopic(connection, cursor, buffer))
            {
                connection.AddReady(cursor);
            }
        }
    }

    private static bool HasRoom(Connection connection, WireBuffer buffer) =>
        buffer.Length < WireProtocol.CoalesceBytes && !connection.IsWindowFull;

    /// <summary>Returns whether the topic has more to send than this write could take.</summary>
    private bool EncodeTopic(Connection connection, TopicCursor cursor, WireBuffer buffer)
    {
        if (cursor.IsRefused || cursor.IsPaused)
        {
            return false;
        }

        if (!TryName(connection, cursor, buffer))
        {
            outbox.Refuse(cursor, RejectCode.TooManyTopics);
            return false;
        }

        MarkSettled(cursor, buffer);
        var publishes = publishing.Publishes(cursor.Topic, connection.Relay);
        if (publishes && !cursor.IsPublishing)
        {
            // Whoever joins starts at the floor: it may have missed anything that is not settled.
            cursor.Rewind();
        }

        cursor.IsPublishing = publishes;
        return publishes && EncodeRun(connection, cursor, buffer);
    }

    private static bool TryName(Connection connection, TopicCursor cursor, WireBuffer buffer)
    {
        if (cursor.Alias > 0)
        {
            return true;
        }

        if (connection.AliasCount >= connection.Limits.MaxTopics)
        {
            return false;
        }

        cursor.Alias = connection.AddAlias(cursor);
        new TopicFrame(cursor.Alias, cursor.Topic.Name).Write(buffer);
        return true;
    }

    private static void MarkSettled(TopicCursor cursor, WireBuffer buffer)
    {
        var settled = cursor.Topic.Floor - 1;
        if (settled > Math.Max(cursor.Acked, cursor.Told))
        {
            cursor.Told = settled;
            cursor.SentThrough = Math.Max(cursor.SentThrough, settled);
            new MarkFrame(cursor.Alias, settled).Write(buffer);
        }
    }

    private bool EncodeRun(Connection connection, TopicCursor cursor, WireBuffer buffer)
    {
        var topic = cursor.Topic;
        var (bytes, firstCopies) = (0, true);
        var heldFor = publishing.CopiesHeldFor(connection.Relay);
        var requiredLogs = publishing.RequiredLogs(refusals: 0);
        cursor.Next = Math.Max(cursor.Next, topic.Floor);
        var (first, isHeld) = (cursor.Next, false);
        while (buffer.Length < WireProtocol.CoalesceBytes && HasNext(topic, cursor.Next))
        {
            var isNumbered = cursor.Next <= topic.Last;
            var next = isNumbered ? topic[cursor.Next] : topic.FirstWaiting;
            if (heldFor > TimeSpan.Zero && next is not null && next.AcceptedAt + heldFor > context.Now)
            {
                held.Hold(cursor, next.AcceptedAt + heldFor);
                isHeld = true;
                break;
            }

            var size = next?.Size ?? 0;
            if (connection.InFlightBytes + bytes + size > connection.Limits.MaxInFlightBytes && connection.InFlightBytes + bytes > 0)
            {
                connection.IsWindowFull = true;
                break;
            }

            if (!isNumbered)
            {
                topic.Number();
            }

            firstCopies &= cursor.Next > cursor.SentThrough;
            Write(cursor, next, requiredLogs, buffer);
            bytes += size;
            cursor.SentThrough = Math.Max(cursor.SentThrough, cursor.Next);
            cursor.Told = Math.Max(cursor.Told, cursor.Next);
            cursor.Next++;
        }

        if (cursor.Next > first)
        {
            connection.Relay.Traffic.MessagesSent += cursor.Next - first;
            connection.AddFlight(new(cursor, cursor.Next - 1, bytes, cursor.Rewinds, context.Now, firstCopies));
        }

        return !isHeld && HasNext(topic, cursor.Next);
    }

    private bool HasNext(TopicOutbox topic, long next) =>
        next <= topic.Last || (topic.HasWaiting && topic.NumberedCount < retention.MaxNumbered);

    private void Write(TopicCursor cursor, OutboundMessage? message, int requiredLogs, WireBuffer buffer)
    {
        context.Counters.FramesSent++;
        if (message is null)
        {
            new TombstoneFrame(cursor.Alias, cursor.Next, cursor.Topic.Floor).Write(buffer);
            return;
        }

        message.Copies++;
        if (message.Copies > requiredLogs)
        {
            message.WasResent = true;
            context.Counters.MessagesResent++;
            context.Counters.MessagesHedged += publishing.HasSuspect ? 1 : 0;
        }

        new PublishFrame
        {
            Alias = cursor.Alias,
            Sequence = cursor.Next,
            Floor = cursor.Topic.Floor,
            Timestamp = message.Timestamp,
            Headers = message.Headers,
            Payload = message.Payload.AsSpan(0, message.PayloadLength),
        }.Write(buffer);
    }
}
