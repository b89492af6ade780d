namespace KillTheRelay;

/// <summary>
/// Counts what arrived against the numbers 0, 1, 2 … in the parts, without looking at their content. One thread writes;
/// any thread may read the counts.
/// </summary>
internal sealed class Tally
{
    private readonly List<ulong> _seen = [];
    private long _highest = -1;
    private long _received;
    private long _duplicated;
    private long _outOfOrder;

    /// <summary>Different parts.</summary>
    public long Received => Volatile.Read(ref _received);

    public long Duplicated => Volatile.Read(ref _duplicated);

    /// <summary>Parts that came behind a later one.</summary>
    public long OutOfOrder => Volatile.Read(ref _outOfOrder);

    public void Add(long number)
    {
        var (word, bit) = ((int)(number / 64), 1UL << (int)(number % 64));
        while (_seen.Count <= word)
        {
            _seen.Add(0);
        }

        if ((_seen[word] & bit) != 0)
        {
            Volatile.Write(ref _duplicated, _duplicated + 1);
            return;
        }

        _seen[word] |= bit;
        Volatile.Write(ref _received, _received + 1);
        if (number < _highest)
        {
            Volatile.Write(ref _outOfOrder, _outOfOrder + 1);
        }

        _highest = Math.Max(_highest, number);
    }
}
