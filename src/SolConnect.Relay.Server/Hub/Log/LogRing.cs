using System.Numerics;

namespace SolConnect.Relay.Server.Hub.Log;

/// <summary>A queue of log entries that is indexed by offset. Grows and shrinks by powers of two.</summary>
internal sealed class LogRing(long firstOffset)
{
    private const int MinCapacity = 16;

    private LogEntry[] _entries = [];

    /// <summary>The offset of the oldest retained entry.</summary>
    public long First { get; private set; } = firstOffset;

    /// <summary>One past the newest entry.</summary>
    public long End { get; private set; } = firstOffset;

    public int Count => (int)(End - First);

    public ref readonly LogEntry this[long offset]
    {
        get
        {
            if (offset < First || offset >= End)
            {
                throw new ArgumentOutOfRangeException(nameof(offset), offset, $"The log holds {First} to {End}.");
            }

            return ref _entries[offset & (_entries.Length - 1)];
        }
    }

    public void Append(in LogEntry entry)
    {
        if (Count == _entries.Length)
        {
            Resize(Math.Max(MinCapacity, _entries.Length * 2));
        }

        _entries[End & (_entries.Length - 1)] = entry;
        End++;
    }

    public void RemoveFirst()
    {
        // Cleared, because the entry is what keeps its segment of bytes alive.
        _entries[First & (_entries.Length - 1)] = default;
        First++;
    }

    /// <summary>Gives memory back when most of it is unused.</summary>
    public void Shrink()
    {
        if (_entries.Length > MinCapacity && Count < _entries.Length / 4)
        {
            Resize(Math.Max(MinCapacity, (int)BitOperations.RoundUpToPowerOf2((uint)Count + 1)));
        }
    }

    private void Resize(int capacity)
    {
        var entries = new LogEntry[capacity];
        for (var offset = First; offset < End; offset++)
        {
            entries[offset & (capacity - 1)] = _entries[offset & (_entries.Length - 1)];
        }

        _entries = entries;
    }
}
