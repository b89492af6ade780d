using SolConnect.Relay.Core;

namespace SolConnect.Relay.Server.Hub.Log;

/// <summary>
/// The producers of one topic, in the order of their silence. Bounded: beyond the limit the one that was silent longest
/// is forgotten. If it comes back, it is asked to start over at its floor, which costs duplicates but loses nothing.
/// </summary>
internal sealed class ProducerTable(int limit)
{
    private readonly Dictionary<ProducerId, ProducerEntry> _entries = [];
    private ProducerEntry? _oldest;
    private ProducerEntry? _newest;

    public int Count => _entries.Count;

    public IEnumerable<ProducerEntry> Entries => _entries.Values;

    // Most often it is the one that was there last.
    public ProducerEntry? Find(ProducerId producer) =>
        _newest?.Producer == producer ? _newest : _entries.GetValueOrDefault(producer);

    /// <summary>Takes the place of a lower generation, if there is one.</summary>
    public ProducerEntry Add(ProducerId producer, long generation, Instant now)
    {
        var lower = Find(producer);
        if (lower is not null)
        {
            Remove(lower);
        }

        if (_entries.Count >= limit)
        {
            Remove(_oldest!);
        }

        var entry = new ProducerEntry(producer, generation, lower) { LastSeen = now };
        _entries.Add(producer, entry);
        Link(entry);
        return entry;
    }

    public void Touch(ProducerEntry entry, Instant now)
    {
        entry.LastSeen = now;
        if (entry != _newest)
        {
            Unlink(entry);
            Link(entry);
        }
    }

    public void ForgetSilentSince(Instant moment)
    {
        while (_oldest is not null && _oldest.LastSeen < moment)
        {
            Remove(_oldest);
        }
    }

    private void Remove(ProducerEntry entry)
    {
        _entries.Remove(entry.Producer);
        Unlink(entry);
    }

    private void Link(ProducerEntry entry)
    {
        entry.Older = _newest;
        if (_newest is null)
        {
            _oldest = entry;
        }
        else
        {
            _newest.Newer = entry;
        }

        _newest = entry;
    }

    private void Unlink(ProducerEntry entry)
    {
        if (entry.Older is null)
        {
            _oldest = entry.Newer;
        }
        else
        {
            entry.Older.Newer = entry.Newer;
        }

        if (entry.Newer is null)
        {
            _newest = entry.Older;
        }
        else
        {
            entry.Newer.Older = entry.Older;
        }

        entry.Older = null;
        entry.Newer = null;
    }
}
