namespace SolConnect.Relay.Simulation.FalseAlarms.Measuring;

/// <summary>
/// What a fixed timeout would have done with the same delays: it moves to another relay as soon as a message is without
/// its acknowledgement for that long. What was sent before it moved is not counted again, so one stall counts once for
/// each timeout that begins and ends in it.
/// </summary>
internal sealed class FixedTimeout(TimeSpan timeout)
{
    private Instant _movedAt;

    public TimeSpan Timeout => timeout;

    /// <summary>How often it would have moved.</summary>
    public int Moves { get; private set; }

    /// <summary>A message was acknowledged; they come in the order in which they were sent.</summary>
    public void Acknowledged(Instant sentAt, Instant now)
    {
        if (now - sentAt > timeout && sentAt >= _movedAt)
        {
            Moves++;
            _movedAt = sentAt + timeout;
        }
    }
}
