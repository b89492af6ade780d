using System.Numerics;

namespace SolConnect.Relay.Core.Delivery;

/// <summary>A queue with access by index from its head. Grows by doubling and never shrinks by itself; not thread-safe.</summary>
internal sealed class RingBuffer<T>
{
    // In structs, because every store into an array of references asks whether the array takes an object of that type.
    private Cell[] _items = [];
    private int _head;

    public int Count { get; private set; }

    public ref T this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)Count, nameof(index));
            return ref _items[(_head + index) & (_items.Length - 1)].Item;
        }
    }

    public void PushBack(in T item)
    {
        if (Count == _items.Length)
        {
            Grow();
        }

        _items[(_head + Count) & (_items.Length - 1)].Item = item;
        Count++;
    }

    public T PopFront()
    {
        Invariant.Holds(Count > 0, "nothing is taken from an empty ring");
        ref var slot = ref _items[_head].Item;
        var item = slot;
        slot = default!;
        _head = (_head + 1) & (_items.Length - 1);
        Count--;
        return item;
    }

    public void Clear()
    {
        _items = [];
        _head = 0;
        Count = 0;
    }

    private void Grow()
    {
        // The length stays a power of two, so that an index wraps with one mask.
        var larger = new Cell[(int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(8, _items.Length + 1))];
        for (var index = 0; index < Count; index++)
        {
            larger[index].Item = this[index];
        }

        _items = larger;
        _head = 0;
    }

    private struct Cell
    {
        public T Item;
    }
}
