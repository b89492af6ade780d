using System.Diagnostics;
using System.Net.WebSockets;
using SolConnect.Relay.Benchmarks.Failover.Clients;
using SolConnect.Relay.Benchmarks.Failover.Measuring;
using SolConnect.Relay.TestKit;

namespace SolConnect.Relay.Benchmarks.Failover.HandWritten;

/// <summary>
/// What people write around a bare <see cref="ClientWebSocket"/>: one connection for both directions, a queue of what
/// is not acknowledged, a timeout, and the next URL when anything goes wrong. It speaks the relays' protocol, so that
/// they have the same work with it.
/// </summary>
internal sealed class HandWrittenLoop : IMeasuredClient
{
    /// <summary>How long a message may wait for its ack, and an attempt to connect may take.</summary>
    public static readonly TimeSpan Patient = TimeSpan.FromMilliseconds(300);

    private readonly IReadOnlyList<RelayEndpoint> _relays;
    private readonly string _topic = $"loop-{Guid.NewGuid():N}";
    private readonly UnackedMessages _unacked;
    private readonly MessageLog _log;
    private readonly CancellationTokenSource _stopping = new();
    private readonly Lock _lock = new();
    private readonly List<Departure> _departures = [];
    private readonly Task _running;
    private volatile HandWrittenConnection? _connection;

    private HandWrittenLoop(IReadOnlyList<RelayEndpoint> relays, MessageLog log)
    {
        (_relays, _log, _unacked) = (relays, log, new(log));
        _running = RunAsync();
    }

    public string Primary => _connection?.Relay ?? "";

    public bool IsWhole => _connection is not null;

    /// <summary>Returns once it is connected.</summary>
    public static async Task<IMeasuredClient> ConnectAsync(IReadOnlyList<RelayEndpoint> relays, MessageLog log)
    {
        var loop = new HandWrittenLoop(relays, log);
        await Patience.UntilAsync(() => loop.IsWhole, "the loop to connect");
        return loop;
    }

    public void Send(int number, ReadOnlyMemory<byte> payload) => _unacked.Add(number, payload.ToArray());

    public ClientFailover? FindFailover(string relay, long since, bool mayClear)
    {
        lock (_lock)
        {
            var left = _departures.FindIndex(departure => departure.Relay == relay && departure.At >= since);
            if (left < 0)
            {
                return null;
            }

            // Where the next relay was of no use, the one after it.
            var first = _departures.Skip(left).FirstOrDefault(departure => departure.FirstAckAt > 0);
            return first is null
                ? null
                : new(_departures[left].At, Stopwatch.GetElapsedTime(since, first.FirstAckAt), first.Resent);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _running;
        _stopping.Dispose();
    }

    private async Task RunAsync()
    {
        Departure? last = null;
        for (var index = 0; !_stopping.IsCancellationRequested; index = (index + 1) % _relays.Count)
        {
            try
            {
                using var connection = await HandWrittenConnection.OpenAsync(
                    _relays[index], _topic, Patient, _stopping.Token);
                var resent = _unacked.Attach(connection);
                _connection = connection;
                connection.Acked += through => Acked(through, last, resent);
                connection.Delivered += _log.Deliver;
                await connection.UseAsync(() => _unacked.OldestWaits > Patient, _stopping.Token);
            }
            catch (Exception exception) when (
                exception is WebSocketException or OperationCanceledException or ObjectDisposedException
                    or InvalidDataException)
            {
                // The next URL.
            }

            if (_connection is not null)
            {
                last = new() { Relay = _relays[index].Id, At = Stopwatch.GetTimestamp() };
                lock (_lock)
                {
                    _departures.Add(last);
                }
            }

            _connection = null;
            _unacked.Detach();
        }
    }

    private void Acked(long through, Departure? last, int resent)
    {
        _unacked.Acknowledge(through);
        lock (_lock)
        {
            if (last is { FirstAckAt: 0 })
            {
                (last.FirstAckAt, last.Resent) = (Stopwatch.GetTimestamp(), resent);
            }
        }
    }

    /// <summary>A relay was given up.</summary>
    private sealed class Departure
    {
        public required string Relay { get; init; }

        public required long At { get; init; }

        /// <summary>When the first ack came from another relay; 0: none has.</summary>
        public long FirstAckAt { get; set; }

        public int Resent { get; set; }
    }
}
