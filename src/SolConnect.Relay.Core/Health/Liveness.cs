using SolConnect.Relay.Core.Delivery;

namespace SolConnect.Relay.Core.Health;

/// <summary>
/// What one connection has shown of being alive, and whether that is doubted. Only answers count: bytes that a socket took
/// are no sign of a relay, and a relay that sends without hearing us is of no use to a producer.
/// </summary>
internal sealed class Liveness
{
    private static readonly Instant LongAgo = new(long.MinValue / 2);

    // On a long path several are under way at once. With more than these, the oldest is forgotten.
    private const int MaxPings = 64;

    // When each ping was sent that has no answer; the last of them has the last nonce.
    private readonly RingBuffer<Instant> _pings = new();
    private long _lastNonce;

    /// <summary>When the oldest ping was sent that has no answer; <see cref="Instant.Never"/> for none.</summary>
    public Instant OldestPingAt => _pings.Count > 0 ? _pings[0] : Instant.Never;

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
        if (_pings.Count == MaxPings)
        {
            _pings.PopFront();
        }

        _pings.PushBack(now);
        LastPingAt = now;
        return ++_lastNonce;
    }

    /// <summary>
    /// A pong came: the relay has come past that ping and all before it. Returns the round-trip time; <c>null</c> where
    /// the ping was answered before, or was never sent.
    /// </summary>
    public TimeSpan? Pong(long nonce, Instant now)
    {
        var first = _lastNonce - _pings.Count + 1;
        if (nonce < first || nonce > _lastNonce)
        {
            return null;
        }

        var sentAt = now;
        for (; first <= nonce; first++)
        {
            sentAt = _pings.PopFront();
        }

        Answered(sentAt, now);
        return now - sentAt;
    }

    /// <summary>An ack confirmed what was sent at a moment.</summary>
    public void Acknowledged(Instant sentAt, Instant now)
    {
        ProgressAt = now;
        Answered(sentAt, now);
        while (OldestPingAt < sentAt)
        {
            // The relay handles its input in order, so it has come past the ping.
            _pings.PopFront();
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
