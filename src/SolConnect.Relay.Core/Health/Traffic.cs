namespace SolConnect.Relay.Core.Health;

/// <summary>Whether messages flow in either direction, and since when.</summary>
internal sealed class Traffic
{
    // While messages flow, a path that carries none in one direction is looked at more often.
    private static readonly TimeSpan Memory = TimeSpan.FromSeconds(10);

    private Instant _last = new(long.MinValue / 2);

    /// <summary>The first message after a pause that was long enough to be forgotten.</summary>
    public Instant Since { get; private set; } = Instant.Never;

    /// <summary>A message was sent or received.</summary>
    public void Note(Instant now)
    {
        if (!IsBusy(now))
        {
            Since = now;
        }

        _last = now;
    }

    public bool IsBusy(Instant now) => now - _last < Memory;
}
