using SolConnect.Relay.Core.Delivery;

namespace SolConnect.Relay.Failover;

/// <summary>
/// Sends on their way from the callers to the machine, and those that it has and that have no outcome. Callers fill one array
/// while the loop works through another one, and the two are swapped.
/// </summary>
/// <remarks>The gate's lock guards <see cref="Add"/> and <see cref="Swap"/>; the rest is the session loop's alone.</remarks>
internal sealed class SendHandover
{
    private readonly SendList _taken = new();
    private OutboundMessage[] _entered = [];
    private ArraySegment<OutboundMessage> _leaving;
    private int _count;

    /// <summary>Sends that wait for the next swap. Any thread.</summary>
    public int Entered => Volatile.Read(ref _count);

    /// <summary>Whether a swap has to wait, because not all of the last one were taken.</summary>
    public bool IsLeaving => _leaving.Count > 0;

    public void Add(PendingSend send)
    {
        if (_count == _entered.Length)
        {
            Array.Resize(ref _entered, Math.Max(8, 2 * _count));
        }

        _entered[_count++] = send;
    }

    /// <summary>What has entered may be taken, and the places that were taken before are filled anew.</summary>
    public void Swap()
    {
        (_entered, _leaving) = (_leaving.Array ?? [], new(_entered, 0, _count));
        _count = 0;
    }

    /// <summary>In the order of entry.</summary>
    public ArraySegment<OutboundMessage> Take(int most)
    {
        var taken = _leaving[..Math.Min(most, _leaving.Count)];
        _leaving = _leaving[taken.Count..];
        foreach (var send in taken)
        {
            _taken.Add((PendingSend)send);
        }

        return taken;
    }

    /// <summary>A send that was taken has its outcome.</summary>
    public void Settled(PendingSend send) => _taken.Remove(send);

    /// <summary>Takes out one that was taken and has no outcome.</summary>
    public PendingSend? TakeUnsettled()
    {
        var first = _taken.First;
        if (first is not null)
        {
            _taken.Remove(first);
        }

        return first;
    }
}
