using SolConnect.Relay.Core;

namespace SolConnect.Relay.Monitoring.HealthChecks;

/// <summary>
/// When each relay is checked next: the first time at a moment drawn from the first interval, then an interval after the last
/// check, a fifth shorter to a fifth longer, so that neither clients nor relays get into step. Not thread-safe.
/// </summary>
/// <param name="draw">Gives numbers from 0 up to 1.</param>
internal sealed class CheckSchedule(TimeSpan interval, Func<double> draw)
{
    private readonly Dictionary<string, Instant> _dueAt = new(StringComparer.Ordinal);

    /// <summary>When the next relay is due; <see cref="Instant.Never"/>: none.</summary>
    public Instant NextDue { get; private set; } = Instant.Never;

    /// <summary>Takes the relays that are to be checked, and returns those that are due, each with its next time set.</summary>
    public IReadOnlyList<RelaySnapshot> TakeDue(IReadOnlyList<RelaySnapshot> relays, Instant now)
    {
        var due = new List<RelaySnapshot>();
        var known = new HashSet<string>(StringComparer.Ordinal);
        NextDue = Instant.Never;
        foreach (var relay in relays)
        {
            var id = relay.View.Endpoint.Id;
            known.Add(id);
            if (!_dueAt.TryGetValue(id, out var at))
            {
                at = now + (draw() * interval);
            }

            // One that is ejected is looked at when it may return.
            at = relay.IsEjected ? Instant.Later(at, relay.EjectedUntil) : at;
            if (at <= now)
            {
                due.Add(relay);
                at = now + ((0.8 + (0.4 * draw())) * interval);
            }

            _dueAt[id] = at;
            NextDue = Instant.Earlier(NextDue, at);
        }

        foreach (var gone in _dueAt.Keys.Where(id => !known.Contains(id)).ToList())
        {
            _dueAt.Remove(gone);
        }

        return due;
    }
}
