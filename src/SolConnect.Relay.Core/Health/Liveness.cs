namespace SolConnect.Relay.Core.Health;

/// <summary>
/// What one connection has shown of being alive, and whether that is doubted. Only answers count: bytes that a socket took
/// are no sign of a relay, and a relay that sends without hearing us is of no use to a producer.
/// </summary>
internal sealed class Liveness
{
    private static readonly Instant LongAgo = new(long.MinValue / 2);

    private long _lastNonce;

    /// <summary>When the oldest ping was sent that has no answer; <see cref="Instant.Never"/> for none.</summary>
    public Instant OldestPingAt { get; private set; } = Instant.Never;

    public Instant LastPingAt { get; private set; } = LongAgo;

    /// <summary>When anything last came in.</summary>
    public Instant ReceivedAt { get; set; } = LongAgo;

    /// <summary>When the last answer came in.</summary>
    public Instant AnsweredAt { get; private set; } = LongAgo;

    /// <summary>When the newest send was sent that has been answered: the relay was alive after that.</summary>
    public Instant AnsweredThrough { get; private set; } = LongAgo;

    /// <summary>When an ack last confirmed something new.</summary>
    public Instant ProgressAt { get; private set; } = LongAgo;

    /// <summary>How long the last answer took.</summary>
    public TimeSpan LastDelay { get; private set; }

    /// <summary>Since when the relay is suspected; <see cref="Instant.Never"/>: it is not.</summary>
    public Instant SuspectedAt { get; private set; } = Instant.Never;

    /// <summary>When a suspect was last asked for a sign of life.</summary>
    public Instant ProbedAt { get; private set; } = LongAgo;

    public bool IsSuspected => SuspectedAt != Instant.Never;

    /// <summary>Whether it has answered something that was sent at a moment or later.</summary>
    public bool HasAnsweredSince(Instant moment) => AnsweredThrough >= moment;

    /// <summary>The relay said Welcome to a Hello that was sent then.</summary>
    public void Welcomed(Instant helloSentAt, Instant now)
    {
        Answered(helloSentAt, now);
        ProgressAt = now;
    }

    /// <summary>A ping leaves; returns its nonce.</summary>
    public long Ping(Instant now)
    {
        OldestPingAt = Instant.Earlier(OldestPingAt, now);
        LastPingAt = now;
        return ++_lastNonce;
    }

    /// <summary>A pong came. Returns the round-trip time where it answers the last ping.</summary>
    public TimeSpan? Pong(long nonce, Instant now)
    {
        if (nonce != _lastNonce || OldestPingAt == Instant.Never)
        {
            // It answers an older ping; the last one is still awaited.
            return null;
        }

        OldestPingAt = Instant.Never;
        Answered(LastPingAt, now);
        return now - LastPingAt;
    }

    /// <summary>An ack confirmed what was sent at a moment.</summary>
    public void Acknowledged(Instant sentAt, Instant now)
    {
        ProgressAt = now;
        Answered(sentAt, now);
        if (sentAt > LastPingAt)
        {
            // The relay handles its input in order, so it has come past the ping.
            OldestPingAt = Instant.Never;
        }
    }

    public void Suspect(Instant now) => (SuspectedAt, ProbedAt) = (now, now);

    public void Probe(Instant now) => ProbedAt = now;

    public void Clear() => SuspectedAt = Instant.Never;

    private void Answered(Instant sentAt, Instant now)
    {
        AnsweredAt = now;
        AnsweredThrough = Instant.Later(AnsweredThrough, sentAt);
        LastDelay = now - sentAt;
    }
}
