using SolConnect.Relay.Core.Session;
using SolConnect.Relay.Core.Wire;

namespace SolConnect.Relay.Core.Delivery;

/// <summary>
/// The relays that one subscription reads: what it asks of them, its position on each log, and its credit with each relay.
/// </summary>
internal sealed class SubscriptionSources(
    SubscriptionHandle handle, SessionContext context, RelayRoster roster, ProducerStreams streams,
    Func<Connection, WireBuffer> control)
{
    private readonly Instant _startedAt = context.Now;
    private readonly List<SourceCursor> _sources =
        [.. roster.Read.Where(relay => !relay.IsLeaving).Select(relay => new SourceCursor(relay))];

    public bool AreAllRefused => _sources.TrueForAll(
        source => source.State == SourceState.Refused || source.Relay.Dials.Admission.IsBarred);

    public List<SourceCursor>.Enumerator GetEnumerator() => _sources.GetEnumerator();

    public SourceCursor? Find(RelayNode relay)
    {
        foreach (var source in _sources)
        {
            if (source.Relay == relay)
            {
                return source;
            }
        }

        return null;
    }

    /// <summary>Reads a relay too, unless it does already.</summary>
    public void Join(RelayNode relay)
    {
        if (Find(relay) is null)
        {
            _sources.Add(new(relay));
        }
    }

    public void Remove(SourceCursor source) => _sources.Remove(source);

    /// <summary>Subscribes on a connection: where reading stands, or else where the subscription starts.</summary>
    public void Ask(SourceCursor source, Connection connection, int number)
    {
        var relay = source.Relay;
        if (source.Log != relay.Log)
        {
            // Another log: nothing that was read of the old one says anything about it.
            source.HasLostLog |= source.HasPosition;
            (source.Log, source.HasPosition, source.SyncAnswered) = (relay.Log, false, 0);
            streams.ForgetPassed(relay.Slot);
        }

        AdoptPosition(source);
        source.HasLostLog &= !source.HasPosition;
        (source.Number, source.Connection, source.State, source.SyncAsked) = (number, connection.Number, SourceState.Asked, 0);
        var free = handle.BufferBytes - source.Unconsumed - source.Withheld;
        (source.CreditOwed, source.Granted) = (Math.Min(0, free), Math.Max(0, free));
        source.PendingFrontier.Clear();
        var (kind, start, time) = source.HasPosition ? (StartKind.Position, new LogPosition(source.Log, source.NextOffset), 0L)
            : handle.Start == SubscriptionStart.Earliest || handle.ResumeFrom is not null
                ? (StartKind.Earliest, default, 0L)
            : (StartKind.Time, default, relay.Clock.NotAfter(_startedAt));
        new SubscribeFrame(number, handle.Topic, kind, start, time, source.Granted).Write(control(connection));
    }

    /// <summary>Asks a relay to tell when it has delivered what its log holds now; one question at a time.</summary>
    public void AskSync(SourceCursor source, long epoch)
    {
        if (source is { State: SourceState.Live, SyncAsked: 0 } && source.Relay.Connection is { } connection)
        {
            (source.SyncAsked, source.SyncAskedAt) = (epoch, context.Now);
            new SyncFrame(source.Number, epoch).Write(control(connection), FrameType.Sync);
        }
    }

    /// <summary>Gives a relay credit back. It is told once that is worth a frame.</summary>
    public void Return(SourceCursor source, long credit)
    {
        source.CreditOwed += credit;
        if (source.IsAsked && source.CreditOwed * 4 >= handle.BufferBytes && source.Relay.Connection is { } connection)
        {
            new CreditFrame(source.Number, source.CreditOwed).Write(control(connection));
            source.LastDeliverAt = source.Granted <= 0 ? context.Now : source.LastDeliverAt;
            source.Granted += source.CreditOwed;
            source.CreditOwed = 0;
        }
    }

    /// <summary>The application has taken messages that came from there.</summary>
    public void Consumed(int origin, long credit)
    {
        // What came from a relay that was left since is nobody's credit.
        foreach (var source in _sources)
        {
            if (source.Relay.Origin == origin)
            {
                source.Unconsumed -= credit;
                Return(source, credit);
            }
        }
    }

    /// <summary>Unsubscribes where that has any use, and reads on only when asked again.</summary>
    public void Leave(SourceCursor source)
    {
        if (source.IsAsked && source.Relay.Connection is { } connection)
        {
            new UnsubscribeFrame(source.Number).Write(control(connection));
        }

        source.Lost();
    }

    // Reading from the primary alone means that all relays show the same log.
    public bool IsOutOfScope(SourceCursor source) =>
        context.Options.ReceiveFrom == ReceiveMode.Primary && !source.IsAsked && _sources.Exists(other => other.IsAsked);

    /// <summary>Whether nothing more is to be had of a relay that is being left.</summary>
    public bool IsReadOut(SourceCursor source) => source.State == SourceState.Refused
        || (source.State == SourceState.Live && source.SyncedAsOf >= source.Relay.LeavingSince)
        // Where the primary alone is read, another relay has nothing that it has not.
        || (context.Options.ReceiveFrom == ReceiveMode.Primary && !source.IsAsked);

    /// <summary>When a relay that is being left is waited for no longer; <see cref="Instant.Never"/>: it is not waited for.</summary>
    public Instant ReadOutBy(SourceCursor source) => IsReadOut(source) || source.IsHeldUp || source.WaitsForOthers
        ? Instant.Never
        : Instant.Later(source.Relay.LeavingSince, source.LastDeliverAt) + context.Options.HoldTime;

    /// <summary>Tells of each log how far it was read, where that is news.</summary>
    public void TellPositions()
    {
        foreach (var source in _sources)
        {
            var position = new LogPosition(source.Log, source.NextOffset);
            if (source.HasPosition && source.Told != position)
            {
                source.Told = position;
                context.Effects.Add(SessionEffect.Reached(handle, position));
            }
        }
    }

    /// <summary>
    /// Relays that are doors to one log share one position; and a log that is new here may be known to the checkpoint.
    /// </summary>
    private void AdoptPosition(SourceCursor source)
    {
        if (!source.HasPosition && handle.ResumeFrom?.OffsetIn(source.Log) is { } offset)
        {
            (source.HasPosition, source.NextOffset) = (true, offset);
        }

        foreach (var other in _sources)
        {
            if (other != source && other.HasPosition && other.Log == source.Log
                && (!source.HasPosition || other.NextOffset > source.NextOffset))
            {
                (source.HasPosition, source.NextOffset) = (true, other.NextOffset);
                streams.AdoptPassed(source.Relay.Slot, other.Relay.Slot);
            }
        }
    }
}
