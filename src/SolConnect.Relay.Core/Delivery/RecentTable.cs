using System.Runtime.InteropServices;

namespace SolConnect.Relay.Core.Delivery;

/// <summary>
/// A number for each of a limited number of keys: the one that was not heard of for longest makes room for a new one.
/// Nothing is allocated for a key that is known.
/// </summary>
/// <param name="onlyGrows">Whether a lower number is ignored.</param>
internal sealed class RecentTable<TKey>(int capacity, bool onlyGrows)
    where TKey : struct, IEquatable<TKey>
{
    private readonly Dictionary<TKey, Entry> _entries = [];
    private long _turns;

    public int Count => _entries.Count;

    public void Put(TKey key, long value)
    {
        if (_entries.Count >= capacity && !_entries.ContainsKey(key))
        {
            _entries.Remove(_entries.MinBy(entry => entry.Value.Turn).Key);
        }

        ref var entry = ref CollectionsMarshal.GetValueRefOrAddDefault(_entries, key, out _);
        entry = new(onlyGrows ? Math.Max(entry.Value, value) : value, ++_turns);
    }

    public void PutAllInto(RecentTable<TKey> other)
    {
        foreach (var (key, entry) in _entries)
        {
            other.Put(key, entry.Value);
        }
    }

    public void Clear() => _entries.Clear();

    /// <summary>The key that was heard of last comes last.</summary>
    public TResult[] ToArray<TResult>(Func<TKey, long, TResult> create) =>
        [.. _entries.OrderBy(entry => entry.Value.Turn).Select(entry => create(entry.Key, entry.Value.Value))];

    private readonly record struct Entry(long Value, long Turn);
}
