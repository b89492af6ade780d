namespace SolConnect.Relay.Simulation.Checking;

/// <summary>What one log was sent of one producer and topic.</summary>
internal sealed class LogStreamFacts
{
    private readonly List<int> _seenAt = [];
    private readonly List<Instant> _confirmedAt = [default];

    /// <summary>The highest sequence that the relay has confirmed.</summary>
    public long Through { get; private set; }

    /// <param name="frame">Counts the frames of the topic that this log was sent.</param>
    public void See(long sequence, int frame)
    {
        // What comes after it was confirmed is a copy, or was skipped as settled: either way it is not appended now.
        if (sequence > Through && SeenAt(sequence) == 0)
        {
            while (_seenAt.Count <= sequence)
            {
                _seenAt.Add(0);
            }

            _seenAt[(int)sequence] = frame;
        }
    }

    public void Reject(long sequence)
    {
        // A later copy may be rejected when an earlier one is in the log already; a confirmation tells them apart.
        if (sequence > Through && sequence < _seenAt.Count)
        {
            _seenAt[(int)sequence] = 0;
        }
    }

    public void Acknowledge(long through, Instant now)
    {
        for (; Through < through; Through++)
        {
            _confirmedAt.Add(now);
        }
    }

    public Instant ConfirmedAt(long sequence) => _confirmedAt[(int)sequence];

    /// <summary>0 when it was not seen.</summary>
    public int SeenAt(long sequence) => sequence > 0 && sequence < _seenAt.Count ? _seenAt[(int)sequence] : 0;
}
