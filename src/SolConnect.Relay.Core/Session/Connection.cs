using SolConnect.Relay.Core.Delivery;
using SolConnect.Relay.Core.Health;
using SolConnect.Relay.Core.Wire;

namespace SolConnect.Relay.Core.Session;

/// <summary>One socket to one relay, from the dial to its end. Its number is never used again.</summary>
internal sealed class Connection(int number, RelayNode relay, Instant startedAt)
{
    public const int MaxOutstandingWrites = 2;

    private readonly RingBuffer<TopicCursor> _ready = new();
    private readonly RingBuffer<Flight> _flights = new();
    private readonly List<TopicCursor> _byAlias = [];

    public int Number { get; } = number;

    public RelayNode Relay { get; } = relay;

    public Instant StartedAt { get; } = startedAt;

    public ConnectionPhase Phase { get; set; } = ConnectionPhase.Connecting;

    /// <summary>When the relay said Welcome.</summary>
    public Instant OpenedAt { get; set; }

    /// <summary>Welcome must be here by then; <see cref="Instant.Never"/> while the shell still dials, and after Welcome.</summary>
    public Instant HelloDeadline { get; set; } = Instant.Never;

    public RelayLimits Limits { get; set; }

    public RttEstimator Rtt { get; } = new();

    /// <summary>Frames that wait for the next write; <c>null</c> when there are none.</summary>
    public WireBuffer? Pending { get; set; }

    public int OutstandingWrites { get; set; }

    /// <summary>Whether the connection waits in the session's list of those that have something to write.</summary>
    public bool IsDirty { get; set; }

    public Instant NextPingAt { get; set; } = Instant.Never;

    public Instant PingSentAt { get; set; } = Instant.Never;

    public long PingNonce { get; set; }

    public long InFlightBytes { get; private set; }

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

    /// <summary>Takes the flights off that are confirmed or void, and learns the round-trip time from the newest clean one.</summary>
    public void LandFlights(Instant now)
    {
        var sample = Instant.Never;
        while (_flights.Count > 0)
        {
            ref var oldest = ref _flights[0];
            var cursor = oldest.Cursor;
            var isVoid = cursor.Rewinds != oldest.Rewinds || cursor.IsRefused || oldest.Through < cursor.Topic.Floor;
            var isConfirmed = cursor.Acked >= oldest.Through;
            if (!isVoid && !isConfirmed)
            {
                break;
            }

            if (isConfirmed && oldest.IsFirstCopy && cursor.Rewinds == oldest.Rewinds)
            {
                sample = oldest.SentAt;
            }

            InFlightBytes -= oldest.Bytes;
            _flights.PopFront();
        }

        IsWindowFull = false;
        if (sample != Instant.Never)
        {
            Rtt.Add(now - sample);
        }
    }

    public int FlightCount => _flights.Count;
}
