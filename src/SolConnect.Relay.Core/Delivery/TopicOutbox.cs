namespace SolConnect.Relay.Core.Delivery;

/// <summary>
/// One topic's messages that are not settled everywhere yet: first those that have a number, from the floor on without
/// gaps, then those that were never encoded. A number is kept even when its message is abandoned: an empty entry is a
/// tombstone.
/// </summary>
internal sealed class TopicOutbox(string name, int slots)
{
    private readonly RingBuffer<OutboundMessage?> _numbered = new();
    private readonly RingBuffer<OutboundMessage?> _waiting = new();
    private long _firstPlace;
    private int _emptyPlaces;

    public string Name { get; } = name;

    /// <summary>By the relay's slot; <c>null</c> until the topic is first used there.</summary>
    public TopicCursor?[] Cursors { get; private set; } = new TopicCursor?[slots];

    /// <summary>The lowest sequence that is not retired.</summary>
    public long Floor { get; private set; } = 1;

    /// <summary>The highest sequence given out; <c>Floor − 1</c> when nothing is kept.</summary>
    public long Last => Floor + _numbered.Count - 1;

    /// <summary>Everything through it has an outcome.</summary>
    public long SettledThrough { get; private set; }

    public int NumberedCount => _numbered.Count;

    public int WaitingCount => _waiting.Count - _emptyPlaces;

    public bool HasWaiting => _waiting.Count > 0;

    /// <summary>The next message to get a number. An empty place never stays at the head.</summary>
    public OutboundMessage? FirstWaiting => HasWaiting ? _waiting[0] : null;

    public bool IsEmpty => _numbered.Count == 0 && !HasWaiting;

    /// <summary>The head can make room: it has its outcome and is kept only for relays that have not acknowledged it.</summary>
    public bool CanEvict => _numbered.Count > 0 && Floor <= SettledThrough;

    /// <summary>When something last changed; a topic that is idle tells its relays what is settled.</summary>
    public Instant LastActivity { get; set; }

    public bool IsInIdleQueue { get; set; }

    public bool IsInEvictionQueue { get; set; }

    /// <summary>Its place in the list of topics that hold something; −1 when it is not there.</summary>
    public int ActiveIndex { get; set; } = -1;

    /// <summary>The message with this number, or <c>null</c> for a tombstone.</summary>
    public OutboundMessage? this[long sequence] => _numbered[(int)(sequence - Floor)];

    public TopicCursor CursorOf(int slot) => Cursors[slot] ??= new TopicCursor(this, slot);

    /// <summary>There are more relays than there ever were at a time.</summary>
    public void Widen(int slots)
    {
        var wider = new TopicCursor?[slots];
        Cursors.CopyTo(wider, 0);
        Cursors = wider;
    }

    public void Accept(OutboundMessage message)
    {
        message.State = OutboundState.Waiting;
        message.Place = _firstPlace + _waiting.Count;
        _waiting.PushBack(message);
    }

    /// <summary>Gives the next waiting message its number. Messages that ended while they waited take none.</summary>
    public OutboundMessage Number()
    {
        Invariant.Holds(FirstWaiting is { State: OutboundState.Waiting }, "only a living message gets a number");
        var message = PopWaiting()!;
        DropEmptyHead();
        message.Sequence = Last + 1;
        message.State = OutboundState.InFlight;
        _numbered.PushBack(message);
        return message;
    }

    public void SettleThrough(long sequence) => SettledThrough = Math.Max(SettledThrough, sequence);

    /// <summary>Takes the lowest number out; returns its message, or <c>null</c> for a tombstone.</summary>
    public OutboundMessage? Retire()
    {
        Floor++;
        SettleThrough(Floor - 1);
        return _numbered.PopFront();
    }

    public void Bury(OutboundMessage message) => _numbered[(int)(message.Sequence - Floor)] = null;

    /// <summary>Takes out a message that ended while it waited. It leaves an empty place, so that nothing has to move up.</summary>
    public void EndWaiting(OutboundMessage message)
    {
        _waiting[(int)(message.Place - _firstPlace)] = null;
        _emptyPlaces++;
        DropEmptyHead();
        if (_emptyPlaces > 16 && _emptyPlaces * 2 > _waiting.Count)
        {
            Compact();
        }
    }

    public void TakeAll(List<OutboundMessage> messages)
    {
        while (_numbered.Count > 0)
        {
            if (Retire() is { } message)
            {
                messages.Add(message);
            }
        }

        while (_waiting.Count > 0)
        {
            if (PopWaiting() is { } message)
            {
                messages.Add(message);
            }
        }

        _emptyPlaces = 0;
    }

    private OutboundMessage? PopWaiting()
    {
        _firstPlace++;
        return _waiting.PopFront();
    }

    private void DropEmptyHead()
    {
        while (_waiting.Count > 0 && _waiting[0] is null)
        {
            PopWaiting();
            _emptyPlaces--;
        }
    }

    private void Compact()
    {
        for (var remaining = _waiting.Count; remaining > 0; remaining--)
        {
            if (PopWaiting() is { } message)
            {
                message.Place = _firstPlace + _waiting.Count;
                _waiting.PushBack(message);
            }
        }

        _emptyPlaces = 0;
    }
}
