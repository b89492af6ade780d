using SolConnect.Relay.Simulation.Engine;

namespace SolConnect.Relay.Simulation.FalseAlarms.Links;

/// <summary>
/// Where one kind of episode stands: two states with random times in each, as in the model of Gilbert (1960) and
/// Elliott (1963), but in continuous time, because a link changes whether or not packets pass.
/// </summary>
internal sealed class EpisodeClock(Episodes episodes, SimRandom random, Instant start)
{
    private Instant _begins = start + random.Exponential(episodes.Every);
    private Instant _ends = start;

    /// <summary>
    /// When the episode ends that goes on now; the moment itself when none does. Ask in the order of time.
    /// </summary>
    public Instant EndAt(Instant now)
    {
        while (true)
        {
            if (now < _ends)
            {
                return _ends;
            }

            if (now < _begins)
            {
                return now;
            }

            _ends = _begins + random.Scaled(episodes.Shortest, episodes.Longest);
            _begins = _ends + random.Exponential(episodes.Every);
        }
    }

    public bool IsOnAt(Instant now) => EndAt(now) > now;
}
