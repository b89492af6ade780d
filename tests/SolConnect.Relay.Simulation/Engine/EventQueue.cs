namespace SolConnect.Relay.Simulation.Engine;

/// <summary>A binary heap of events: earliest first, and in the order of scheduling where times are equal.</summary>
internal sealed class EventQueue
{
    private SimEvent[] _heap = new SimEvent[256];
    private int _count;

    public int Count => _count;

    public Instant NextAt => _count == 0 ? Instant.Never : _heap[0].At;

    public void Add(in SimEvent added)
    {
        if (_count == _heap.Length)
        {
            Array.Resize(ref _heap, _count * 2);
        }

        var index = _count++;
        while (index > 0)
        {
            var parent = (index - 1) / 2;
            if (!added.ComesBefore(_heap[parent]))
            {
                break;
            }

            _heap[index] = _heap[parent];
            index = parent;
        }

        _heap[index] = added;
    }

    public SimEvent Take()
    {
        var first = _heap[0];
        var last = _heap[--_count];
        _heap[_count] = default;
        if (_count > 0)
        {
            SiftDown(last);
        }

        return first;
    }

    private void SiftDown(in SimEvent moved)
    {
        var index = 0;
        while (true)
        {
            var child = (2 * index) + 1;
            if (child >= _count)
            {
                break;
            }

            if (child + 1 < _count && _heap[child + 1].ComesBefore(_heap[child]))
            {
                child++;
            }

            if (!_heap[child].ComesBefore(moved))
            {
                break;
            }

            _heap[index] = _heap[child];
            index = child;
        }

        _heap[index] = moved;
    }
}
