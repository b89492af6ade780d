using SolConnect.Relay.Core;

namespace SolConnect.Relay.Monitoring;

/// <summary>
/// How long one relay comes last: 30 s for the first time, twice as long each further time, at most 15 min. A relay that was
/// well for as long as it had been out is one time the better again.
/// </summary>
internal sealed class Ejection
{
    public static readonly TimeSpan Shortest = TimeSpan.FromSeconds(30);
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(15);

    private Instant _wellSince;

    public bool IsOut { get; private set; }

    /// <summary>When it may return; <see cref="Instant.Never"/> while it is not out.</summary>
    public Instant Until { get; private set; } = Instant.Never;

    /// <summary>How often it was put out lately.</summary>
    public int Count { get; private set; }

    private TimeSpan Time => Count <= 1 ? Shortest : TimeSpan.FromTicks(
        Math.Min(Longest.Ticks, Shortest.Ticks << Math.Min(Count - 1, 16)));

    /// <summary>Puts it out, or keeps it out for longer because it is no better. Returns for how long.</summary>
    public TimeSpan Begin(Instant now)
    {
        Count++;
        (IsOut, Until) = (true, now + Time);
        return Time;
    }

    public void End(Instant now) => (IsOut, Until, _wellSince) = (false, Instant.Never, now);

    /// <summary>It is not out; whether it is well at the moment.</summary>
    public void Note(bool isWell, Instant now)
    {
        if (!isWell)
        {
            _wellSince = now;
        }
        else if (Count > 0 && now - _wellSince >= Time)
        {
            Count--;
            _wellSince = now;
        }
    }
}
