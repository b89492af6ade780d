namespace SolConnect.Relay.Core.Health;

/// <summary>
/// When one relay is dialled next: full jitter over an exponential ceiling (Brooker, "Exponential Backoff and Jitter",
/// 2015), on the first redial too, so that the clients of a relay that dies do not come back as one.
/// </summary>
internal sealed class DialPlan
{
    /// <summary>The most that a relay's retry-after counts for: a mistake there must not shut it out for a day.</summary>
    public static readonly TimeSpan MaxRetryAfter = TimeSpan.FromHours(1);

    private int _misbehaviours;

    /// <summary>Attempts in a row that did not reach Welcome.</summary>
    public int FailedDials { get; private set; }

    public bool IsHealthy { get; private set; } = true;

    /// <summary>Whether the relay lets this client in.</summary>
    public Admission Admission { get; } = new();

    /// <summary><see cref="Instant.Never"/>: no dial is planned.</summary>
    public Instant NextDialAt { get; private set; } = Instant.Never;

    /// <summary><see cref="Timeout.InfiniteTimeSpan"/>: no dial is planned.</summary>
    public TimeSpan NextDialIn(Instant now) =>
        NextDialAt == Instant.Never ? Timeout.InfiniteTimeSpan : NextDialAt - now;

    public void PlanAt(Instant moment) => NextDialAt = moment;

    public void Started() => NextDialAt = Instant.Never;

    /// <summary>The relay said Welcome. Returns whether that made it healthy again.</summary>
    public bool Succeeded()
    {
        var recovered = !IsHealthy;
        (FailedDials, IsHealthy) = (0, true);
        Admission.Succeeded();
        return recovered;
    }

    /// <summary>A relay that was open has kept to the protocol for long enough to be trusted again.</summary>
    public void Forgive()
    {
        _misbehaviours = 0;
        Admission.Forgive();
    }

    /// <summary>The relay does not let this client in: no dial is planned ever again. Returns whether it was healthy.</summary>
    public bool Bar()
    {
        var wasHealthy = IsHealthy;
        (NextDialAt, IsHealthy) = (Instant.Never, false);
        return wasHealthy;
    }

    /// <summary>An attempt failed. Returns whether that made the relay unhealthy.</summary>
    public bool Failed(int maxRetries)
    {
        FailedDials++;
        var turned = IsHealthy && FailedDials >= maxRetries;
        IsHealthy &= !turned;
        return turned;
    }

    /// <summary>
    /// Plans the next dial after an attempt or a connection ended. What the relay asked for wins over the backoff, with a
    /// tenth more as jitter, because it told all of its clients the same.
    /// </summary>
    /// <param name="misbehaved">
    /// The relay took the connection and then broke the protocol, so a Welcome alone does not reset its backoff.
    /// </param>
    public void PlanRedial(
        Instant now, TimeSpan retryAfter, bool misbehaved, TimeSpan min, TimeSpan max, DeterministicRandom random)
    {
        _misbehaviours += misbehaved ? 1 : 0;
        var doublings = Math.Min(Math.Max(FailedDials, _misbehaviours), 30);
        var ceiling = TimeSpan.FromTicks((long)Math.Min(max.Ticks, min.Ticks * Math.Pow(2, doublings)));
        var asked = retryAfter < MaxRetryAfter ? retryAfter : MaxRetryAfter;
        var spread = asked / 10 > min ? asked / 10 : min;
        NextDialAt = asked > TimeSpan.Zero ? now + asked + random.NextUpTo(spread) : now + random.NextUpTo(ceiling);
    }
}
