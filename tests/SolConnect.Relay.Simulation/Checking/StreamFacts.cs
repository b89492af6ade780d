namespace SolConnect.Relay.Simulation.Checking;

/// <summary>What one producer sent on one topic.</summary>
internal sealed class StreamFacts
{
    private readonly List<MessageFacts?> _bySequence = [];

    /// <summary>The highest sequence that any relay was told of: by a message, a tombstone or a mark.</summary>
    public long Highest { get; set; }

    public MessageFacts? At(long sequence) =>
        sequence > 0 && sequence < _bySequence.Count ? _bySequence[(int)sequence] : null;

    /// <summary>Returns false when the sequence belongs to another message already.</summary>
    public bool TryBind(long sequence, MessageFacts message)
    {
        if (sequence <= 0 || (message.Sequence != 0 && message.Sequence != sequence))
        {
            return false;
        }

        while (_bySequence.Count <= sequence)
        {
            _bySequence.Add(null);
        }

        var bound = _bySequence[(int)sequence] ??= message;
        message.Sequence = bound == message ? sequence : message.Sequence;
        return bound == message;
    }
}
