namespace SolConnect.Relay.Simulation.Checking;

/// <summary>How far one subscription has come with one producer.</summary>
internal sealed class ProducerFacts
{
    private readonly List<(long First, long Last)> _gaps = [];

    /// <summary>The highest sequence that was handed out.</summary>
    public long LastSequence { get; set; }

    /// <summary>Of the latest published message that was handed out.</summary>
    public int LastPublishedIndex { get; set; } = -1;

    /// <summary>Whether a gap was reported since the last message.</summary>
    public bool HasOpenGap { get; set; }

    public bool IsCovered(long sequence)
    {
        foreach (var (first, last) in _gaps)
        {
            if (sequence >= first && sequence <= last)
            {
                return true;
            }
        }

        return false;
    }

    public bool Overlaps(long first, long last) => _gaps.Exists(gap => gap.First <= last && first <= gap.Last);

    public void AddGap(long first, long last)
    {
        _gaps.Add((first, last));
        HasOpenGap = true;
    }
}
