namespace SolConnect.Relay.Testing.Network;

/// <summary>One connection between a client and a relay: two WebSockets, and a lane each way.</summary>
internal sealed class MemoryLink
{
    private readonly FaultBoard _faults;
    private readonly Action<MemoryLink> _ended;
    private readonly MemoryLane _toRelay;
    private readonly MemoryLane _fromRelay;
    private int _openEnds = 2;

    /// <param name="ended">Called when both ends are closed.</param>
    public MemoryLink(FaultBoard faults, TimeProvider time, Action<MemoryLink> ended)
    {
        _faults = faults;
        _ended = ended;
        _toRelay = new(LinkDirections.ToRelay, faults, time);
        _fromRelay = new(LinkDirections.FromRelay, faults, time);
        Client = new(incoming: _fromRelay, outgoing: _toRelay, this, time);
        Relay = new(incoming: _toRelay, outgoing: _fromRelay, this, time);
    }

    public MemoryWebSocket Client { get; }

    public MemoryWebSocket Relay { get; }

    /// <summary>One end is gone; called once for each.</summary>
    /// <param name="isClean">Its close frame is on its way; without one, the other end sees a reset.</param>
    public void End(MemoryLane incoming, MemoryLane outgoing, bool isClean)
    {
        if (_faults.Now.Drops.HasFlag(outgoing.Direction))
        {
            // The reset is lost like everything else.
            outgoing.NoteLoss();
            incoming.EndReading();
        }
        else if (isClean)
        {
            outgoing.Complete();
            incoming.EndReading();
        }
        else
        {
            outgoing.Break();
            incoming.Break();
        }

        if (Interlocked.Decrement(ref _openEnds) == 0)
        {
            _ended(this);
        }
    }

    /// <summary>
    /// As TCP would: what was lost cannot be made up for, because in this network nobody sends anything twice.
    /// </summary>
    public void ResetWhereSomethingWasLost()
    {
        if (_toRelay.HasLost || _fromRelay.HasLost)
        {
            _toRelay.Break();
            _fromRelay.Break();
        }
    }
}
