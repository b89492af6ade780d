using SolConnect.Relay.Simulation.Engine;

namespace SolConnect.Relay.Simulation.FalseAlarms.Transport;

/// <summary>
/// One direction of a TCP connection, sender and receiver, counted in messages. Lost packets are sent again when a
/// later one was acknowledged (RACK, RFC 8985) or when the timer runs out (RFC 6298), and hold up whatever follows
/// them. After a timeout nothing new leaves until an acknowledgement comes, because the congestion window is one
/// packet.
/// </summary>
internal sealed class TcpStream(
    VirtualTime time, ChunkPool chunks, Road road, bool isUp, Action<Chunk> onMessage) : IActor
{
    private readonly RetransmissionTimer _timer = new();

    // When each message after the last acknowledged one was sent, for the last time.
    private readonly Queue<Instant> _sentAt = new();

    // Written, and not handed out at the far end yet.
    private readonly Queue<Chunk> _onTheWay = new();
    private readonly SortedSet<long> _early = [];
    private long _written;
    private long _sent;
    private long _acknowledged;
    private long _handedOut;
    private Instant _timeoutAt = Instant.Never;
    private bool _isTimerSet;
    private bool _hasTimedOut;
    private bool _isClosed;

    public void Write(ReadOnlySpan<byte> message)
    {
        if (_isClosed)
        {
            return;
        }

        _onTheWay.Enqueue(chunks.Rent(message));
        _written++;
        SendNew();
    }

    /// <summary>Whatever is on the way is of no interest any more.</summary>
    public void Close()
    {
        _isClosed = true;
        _timeoutAt = Instant.Never;
    }

    public void OnPacket(Packet packet)
    {
        if (_isClosed)
        {
            return;
        }

        if (packet.IsAck)
        {
            OnAck(packet.Through, packet.SentAt);
        }
        else
        {
            OnData(packet.First, packet.Through, packet.SentAt);
        }
    }

    public void On(in SimEvent happening)
    {
        _isTimerSet = false;
        if (_timeoutAt > time.Now)
        {
            SetTimer();
            return;
        }

        _timer.BackOff();
        _hasTimedOut = true;
        Resend();
    }

    private void OnData(long first, long through, Instant sentAt)
    {
        if (first > _handedOut + 1)
        {
            for (var message = first; message <= through; message++)
            {
                _early.Add(message);
            }
        }
        else
        {
            while (_handedOut < through && !_isClosed)
            {
                HandOut();
            }

            while (_early.Count > 0 && _early.Min <= _handedOut + 1 && !_isClosed)
            {
                if (_early.Min == _handedOut + 1)
                {
                    HandOut();
                }

                _early.Remove(_early.Min);
            }
        }

        var ack = road.Rent();
        ack.Acknowledge(this, _handedOut, sentAt);
        road.Send(ack, !isUp);
    }

    private void HandOut()
    {
        _handedOut++;
        onMessage(_onTheWay.Dequeue());
    }

    private void OnAck(long through, Instant sentAt)
    {
        if (through > _acknowledged)
        {
            _timer.Sample(time.Now - sentAt);
            for (; _acknowledged < through; _acknowledged++)
            {
                _sentAt.Dequeue();
            }

            _hasTimedOut = false;
            StartTimer();
            SendNew();
        }

        // What was sent a quarter of a round trip before something that has arrived is lost.
        if (_sentAt.TryPeek(out var oldest) && oldest + (_timer.Smoothed / 4) < sentAt)
        {
            Resend();
        }
    }

    private void SendNew()
    {
        if (_hasTimedOut || _sent == _written)
        {
            return;
        }

        var wasIdle = _sentAt.Count == 0;
        Send(_sent + 1, _written);
        while (_sent < _written)
        {
            _sentAt.Enqueue(time.Now);
            _sent++;
        }

        if (wasIdle)
        {
            StartTimer();
        }
    }

    /// <summary>
    /// Sends everything again that is not acknowledged: messages are small, so all of them share a packet.
    /// </summary>
    private void Resend()
    {
        Send(_acknowledged + 1, _sent);
        _sentAt.Clear();
        for (var message = _acknowledged; message < _sent; message++)
        {
            _sentAt.Enqueue(time.Now);
        }

        StartTimer();
    }

    private void Send(long first, long through)
    {
        var packet = road.Rent();
        packet.Carry(this, first, through, time.Now);
        road.Send(packet, isUp);
    }

    private void StartTimer()
    {
        _timeoutAt = _sentAt.Count == 0 ? Instant.Never : time.Now + _timer.Timeout;
        SetTimer();
    }

    // One event at a time: when it comes too early, the timer has been started anew, and it is set again.
    private void SetTimer()
    {
        if (!_isTimerSet && _timeoutAt != Instant.Never)
        {
            _isTimerSet = true;
            time.At(_timeoutAt, this, 0);
        }
    }
}
