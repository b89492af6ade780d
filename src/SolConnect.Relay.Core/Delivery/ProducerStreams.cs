using SolConnect.Relay.Core.Session;

namespace SolConnect.Relay.Core.Delivery;

/// <summary>What one subscription knows of all the producers that it has heard of.</summary>
internal sealed class ProducerStreams(RelayRoster roster)
{
    private readonly Dictionary<ProducerKey, ProducerStream> _streams = [];

    public int Count => _streams.Count;

    /// <summary>The one to forget first. One that is waited for is kept if there is any other: forgetting it would forget its gap.</summary>
    public ProducerStream LongestSilent =>
        _streams.Values.OrderBy(stream => stream.IsInMissing).ThenBy(stream => stream.LastSeenAt).First();

    public ProducerStream? Find(ProducerKey key) => _streams.GetValueOrDefault(key);

    public ProducerStream Add(ProducerKey key)
    {
        var stream = new ProducerStream(key, roster.Slots);
        _streams.Add(key, stream);
        return stream;
    }

    public void Remove(ProducerStream stream) => _streams.Remove(stream.Key);

    /// <summary>There are more relays than there ever were at a time.</summary>
    public void Widen()
    {
        foreach (var stream in _streams.Values)
        {
            stream.Widen(roster.Slots);
        }
    }

    /// <summary>A relay is left for good, and another one may get its slot.</summary>
    public void Forget(int slot)
    {
        foreach (var stream in _streams.Values)
        {
            (stream.Passed[slot], stream.AskAgainFrom[slot]) = (0, 0);
        }
    }

    /// <summary>A relay has another log than before, which has shown nothing yet.</summary>
    public void ForgetPassed(int slot)
    {
        foreach (var stream in _streams.Values)
        {
            stream.Passed[slot] = 0;
        }
    }

    /// <summary>Two relays are doors to one log: what one has shown, the other has too.</summary>
    public void AdoptPassed(int slot, int otherSlot)
    {
        foreach (var stream in _streams.Values)
        {
            stream.Passed[slot] = Math.Max(stream.Passed[slot], stream.Passed[otherSlot]);
        }
    }
}
