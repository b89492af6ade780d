using System.Diagnostics;

namespace SolConnect.Relay.Benchmarks.Failover.Measuring;

/// <summary>
/// What became of every message, with timestamps of <see cref="Stopwatch"/>. Messages are numbered 0, 1, 2 … in the
/// order of sending. Thread-safe.
/// </summary>
internal sealed class MessageLog
{
    private readonly Lock _lock = new();
    private readonly List<Entry> _messages = [];
    private readonly List<long> _arrivals = [];
    private readonly List<ToldGap> _gaps = [];
    private int _newest = -1;

    /// <summary>Messages with a receipt that neither arrived nor are covered by a gap.</summary>
    public int Owed { get; private set; }

    /// <summary>Messages without an outcome.</summary>
    public int Pending { get; private set; }

    public int Sent
    {
        get
        {
            lock (_lock)
            {
                return _messages.Count;
            }
        }
    }

    public int Receipts { get; private set; }

    public int Failures { get; private set; }

    /// <summary>How the last send that failed did so.</summary>
    public string? LastFailure { get; private set; }

    public int Duplicates { get; private set; }

    public int OutOfOrder { get; private set; }

    /// <summary>What the subscriber was told it will not see.</summary>
    public IReadOnlyList<ToldGap> Gaps
    {
        get
        {
            lock (_lock)
            {
                return [.. _gaps];
            }
        }
    }

    public void Send(int number)
    {
        lock (_lock)
        {
            if (number != _messages.Count)
            {
                throw new InvalidOperationException($"Message {_messages.Count} comes next, not {number}.");
            }

            _messages.Add(new() { SentAt = Stopwatch.GetTimestamp() });
            Pending++;
        }
    }

    /// <param name="sequence">The library's number, which counts from 1; 0 where there is none.</param>
    public void Receipt(int number, long sequence = 0)
    {
        lock (_lock)
        {
            if (sequence != 0 && sequence != number + 1)
            {
                throw new InvalidOperationException($"Message {number} has sequence {sequence}.");
            }

            Receipts++;
            Pending--;
            Change(number, _messages[number] with { ReceiptAt = Stopwatch.GetTimestamp() });
        }
    }

    public void Failure(Exception exception)
    {
        lock (_lock)
        {
            Failures++;
            Pending--;
            LastFailure = exception.Message;
        }
    }

    public void Deliver(int number)
    {
        lock (_lock)
        {
            if (_messages[number].IsDelivered)
            {
                Duplicates++;
                return;
            }

            OutOfOrder += number < _newest ? 1 : 0;
            _newest = Math.Max(_newest, number);
            _arrivals.Add(Stopwatch.GetTimestamp());
            Change(number, _messages[number] with { IsDelivered = true });
        }
    }

    /// <summary>The subscriber was told that it will not see these sequences. Told twice, it counts once.</summary>
    public void Cover(long firstSequence, long lastSequence, string reason)
    {
        lock (_lock)
        {
            var (first, last) = ((int)firstSequence - 1, Math.Min((int)lastSequence, _messages.Count) - 1);
            var isNew = false;
            for (var number = first; number <= last; number++)
            {
                isNew |= !_messages[number].IsCovered;
                Change(number, _messages[number] with { IsCovered = true });
            }

            if (isNew)
            {
                _gaps.Add(new(first, last, reason));
            }
        }
    }

    /// <summary>How many of a run of messages have a receipt and did not arrive.</summary>
    public int CountLost(int first, int last)
    {
        lock (_lock)
        {
            return _messages[first..(last + 1)].Count(message => message is { ReceiptAt: > 0, IsDelivered: false });
        }
    }

    /// <summary>When a message was sent.</summary>
    public long SentAt(int number)
    {
        lock (_lock)
        {
            return _messages[number].SentAt;
        }
    }

    /// <summary>
    /// The longest time between two arrivals, of which the first may lie before the span and the second after it.
    /// </summary>
    public TimeSpan LongestPause(long from, long to)
    {
        lock (_lock)
        {
            var next = ~_arrivals.BinarySearch(from);
            next = next < 0 ? ~next : next;
            var longest = 0L;
            for (var index = Math.Max(next, 1); index < _arrivals.Count && _arrivals[index - 1] < to; index++)
            {
                longest = Math.Max(longest, _arrivals[index] - _arrivals[index - 1]);
            }

            return Stopwatch.GetElapsedTime(0, longest);
        }
    }

    /// <summary>
    /// From the fault until all that was sent before the client noticed it, and had no receipt then, had one.
    /// </summary>
    public TimeSpan UntilReceipted(long struckAt, long noticedAt)
    {
        lock (_lock)
        {
            var last = struckAt;
            foreach (var message in _messages)
            {
                if (message.SentAt <= noticedAt)
                {
                    last = Math.Max(last, message.ReceiptAt);
                }
            }

            return Stopwatch.GetElapsedTime(struckAt, last);
        }
    }

    /// <summary>The longest time from sending to receipt among the messages that were sent in a span.</summary>
    public TimeSpan LongestWait(long from, long to)
    {
        lock (_lock)
        {
            var waits = _messages
                .Where(message => message.SentAt >= from && message.SentAt < to && message.ReceiptAt > 0)
                .Select(message => message.ReceiptAt - message.SentAt);
            return Stopwatch.GetElapsedTime(0, waits.DefaultIfEmpty().Max());
        }
    }

    /// <summary>From sending to receipt, of all messages that have one.</summary>
    public IReadOnlyList<TimeSpan> Waits()
    {
        lock (_lock)
        {
            return
            [
                .. _messages
                    .Where(message => message.ReceiptAt > 0)
                    .Select(message => Stopwatch.GetElapsedTime(message.SentAt, message.ReceiptAt)),
            ];
        }
    }

    private void Change(int number, Entry changed)
    {
        Owed += (changed.IsOwed ? 1 : 0) - (_messages[number].IsOwed ? 1 : 0);
        _messages[number] = changed;
    }

    private readonly record struct Entry
    {
        public long SentAt { get; init; }

        public long ReceiptAt { get; init; }

        public bool IsDelivered { get; init; }

        public bool IsCovered { get; init; }

        public bool IsOwed => ReceiptAt > 0 && !IsDelivered && !IsCovered;
    }
}
