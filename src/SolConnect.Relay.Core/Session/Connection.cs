using SolConnect.Relay.Core.Delivery;
using SolConnect.Relay.Core.Health;
using SolConnect.Relay.Core.Wire;

namespace SolConnect.Relay.Core.Session;

/// <summary>One socket to one relay, from the dial to its end. Its number is never used again.</summary>
internal sealed class Connection(int number, RelayNode relay, Instant startedAt, TimeSpan longestRoundTrip)
{
    public const int MaxOutstandingWrites = 2;

    private readonly RingBuffer<TopicCursor> _ready = new();
    private readonly RingBuffer<Flight> _flights = new();
    private readonly List<TopicCursor> _byAlias = [];
    private Instant _sampledSince;

    public int Number { get; } = number;

    public RelayNode Relay { get; } = relay;

    /// <summary>Where it was dialled; the relay may have moved since.</summary>
    public Uri Address { get; } = relay.Endpoint.Url;

    public Instant StartedAt { get; } = startedAt;

    public ConnectionPhase Phase { get; set; } = ConnectionPhase.Connecting;

    /// <summary>When the relay said Welcome.</summary>
    public Instant OpenedAt { get; set; }

    /// <summary>Welcome must be here by then; <see cref="Instant.Never"/> while the shell still dials, and after Welcome.</summary>
    public Instant HelloDeadline { get; set; } = Instant.Never;

    public RelayLimits Limits { get; set; }

    public RttEstimator Rtt { get; } = new(longestRoundTrip);

    /// <summary>Frames that wait for the next write; <c>null</c> when there are none.</summary>
    public WireBuffer? Pending { get; set; }

    public int OutstandingWrites { get; set; }

    /// <summary>Whether the connection waits in the session's list of those that have something to write.</summary>
    public bool IsDirty { get; set; }

    /// <summary>When Hello was sent; its answer is the first sample of the round-trip time.</summary>
    public Instant HelloSentAt { get; set; }

    /// <summary>A relay that asked us to leave is left by then; <see cref="Instant.Never"/>: it did not ask.</summary>
    public Instant LeaveBy { get; set; } = Instant.Never;

    /// <summary>The set hash that the relay was last told.</summary>
    public ulong ToldSetHash { get; set; }

    /// <summary>When that was, or long ago for Hello.</summary>
    public Instant ToldSetAt { get; set; } = new(long.MinValue / 2);

    /// <summary>When to ask once more whether other clients have another list; <see cref="Instant.Never"/>: no need.</summary>
    public Instant AskSetAt { get; set; } = Instant.Never;

    public Liveness Liveness { get; } = new();

    /// <summary>How many copies had been sent again when the relay was last suspected: more since then are the hedge's price.</summary>
    public long ResentBeforeSuspicion { get; set; }

    public long InFlightBytes { get; private set; }

    /// <summary>After Welcome, and not asked to leave.</summary>
    public bool IsOpen => Phase is ConnectionPhase.Standby or ConnectionPhase.Primary;

    /// <summary>When the oldest message or ping was sent that has no answer; <see cref="Instant.Never"/> for none.</summary>
    public Instant OldestSendAt => Instant.Earlier(OldestFlightAt, Liveness.OldestPingAt);

    /// <summary>When the oldest message was sent that has no answer; <see cref="Instant.Never"/> for none.</summary>
    public Instant OldestFlightAt => _flights.Count > 0 ? _flights[0].SentAt : Instant.Never;

    public int AliasCount => _byAlias.Count;

    /// <summary>Topics that have something to send here.</summary>
    public int ReadyCount => _ready.Count;

    /// <summary>The relay's in-flight limit stopped a topic; nothing more is published until an ack makes room.</summary>
    public bool IsWindowFull { get; set; }

    public void AddReady(TopicCursor cursor)
    {
        if (!cursor.IsReady)
        {
            cursor.IsReady = true;
            _ready.PushBack(cursor);
        }
    }

    public TopicCursor TakeReady()
    {
        var cursor = _ready.PopFront();
        cursor.IsReady = false;
        return cursor;
    }

    /// <summary>Aliases count 1, 2, 3 … in the order of first use.</summary>
    public int AddAlias(TopicCursor cursor)
    {
        _byAlias.Add(cursor);
        return _byAlias.Count;
    }

    public TopicCursor? ByAlias(int alias) => alias >= 1 && alias <= _byAlias.Count ? _byAlias[alias - 1] : null;

    public void AddFlight(in Flight flight)
    {
        InFlightBytes += flight.Bytes;
        _flights.PushBack(flight);
    }

    /// <summary>
    /// Learns from a round trip. What was under way while the relay was suspected tells more of the fault than of the
    /// path: one of them counts for each probe. Were there none, a path that is longer than T1 would stay suspected.
    /// </summary>
    public void TakeSample(TimeSpan roundTrip)
    {
        if (!Liveness.IsSuspected)
        {
            Rtt.Add(roundTrip);
        }
        else if (_sampledSince != Liveness.ProbedAt)
        {
            _sampledSince = Liveness.ProbedAt;
            Rtt.AddDoubtful(roundTrip);
        }
    }

    /// <summary>Takes the flights off that are confirmed or void, learns the round-trip time from the newest clean one, and notes the
    /// sign of life.</summary>
    public void LandFlights(Instant now)
    {
        var (sample, confirmed) = (Instant.Never, Instant.Never);
        while (_flights.Count > 0)
        {
            ref var oldest = ref _flights[0];
            var cursor = oldest.Cursor;

            // What others have settled meanwhile is still owed an ack by this relay, as long as it is alive.
            var isVoid = cursor.Rewinds != oldest.Rewinds || cursor.IsRefused;
            var isConfirmed = cursor.Acked >= oldest.Through;
            if (!isVoid && !isConfirmed)
            {
                break;
            }

            if (isConfirmed && !isVoid)
            {
                confirmed = oldest.SentAt;
                sample = oldest.IsFirstCopy ? oldest.SentAt : sample;
            }

            InFlightBytes -= oldest.Bytes;
            _flights.PopFront();
        }

        IsWindowFull = false;
        if (sample != Instant.Never)
        {
            TakeSample(now - sample);
        }

        if (confirmed != Instant.Never)
        {
            Liveness.Acknowledged(confirmed, now);
        }
    }

    public int FlightCount => _flights.Count;
}
