using SolConnect.Relay.Core.Wire;

namespace SolConnect.Relay.Server.Hub.Log;

/// <summary>Encoded records one behind the other. Whoever lets go last gives it back to the pool.</summary>
internal sealed class LogSegment(int capacity)
{
    private int _holders = 1; // The writer.

    public int Capacity { get; } = capacity;

    public WireBuffer Records { get; } = new(capacity);

    public int Free => Capacity - Records.Length;

    public void Hold() => _holders++;

    /// <summary>Returns whether nobody holds it any more.</summary>
    public bool LetGo() => --_holders == 0;

    /// <summary>It is empty, and its next writer holds it.</summary>
    public void Restart()
    {
        Records.Clear();
        _holders = 1;
    }
}
