namespace SolConnect.Relay.Core.Session;

/// <summary>
/// Every open relay is silent at once: that is the network on this side. Nobody is blamed; after a while a new connection
/// is tried beside the silent ones, because after a change of network the old ones are dead and nobody says so.
/// </summary>
internal sealed class CommonFault(SessionContext context, SilenceJudge judge, RelayRoster roster)
{
    private int _challenges;

    /// <summary>Since when nobody answers; <see cref="Instant.Never"/>: somebody does, or nothing is open.</summary>
    public Instant Since { get; private set; } = Instant.Never;

    /// <summary>When to try a new connection.</summary>
    public Instant ChallengeAt { get; private set; } = Instant.Never;

    public Instant OfflineAt => Since + judge.Timers.OfflineAfter;

    public bool IsOffline => OfflineAt <= context.Now;

    public Instant NextDeadline =>
        Instant.Earlier(ChallengeAt, OfflineAt > context.Now ? OfflineAt : Instant.Never);

    /// <summary>Looks at all relays anew.</summary>
    public void Update()
    {
        var isCommon = false;
        Connection? witness = null;
        foreach (var relay in roster.Read)
        {
            if (relay.Connection is { IsOpen: true } connection)
            {
                isCommon = connection.Liveness.IsSuspected
                    && !connection.Liveness.HasAnsweredSince(connection.Liveness.ProbedAt);
                if (!isCommon)
                {
                    witness = connection;
                    break;
                }
            }
        }

        if (!isCommon)
        {
            if (Since != Instant.Never && witness?.OpenedAt < Since)
            {
                // One that was made meanwhile would show that the network is another one, and the old connections dead.
                judge.NetworkBackAt = context.Now;
            }

            (Since, ChallengeAt) = (Instant.Never, Instant.Never);
        }
        else if (Since == Instant.Never)
        {
            (Since, ChallengeAt) = (context.Now, context.Now + judge.Timers.ChallengeAfter);

            // The primary first: whoever answers on a new connection keeps its place, and the others are given up.
            var primary = Array.FindIndex(roster.Read, relay => relay.Connection?.Phase == ConnectionPhase.Primary);
            _challenges = Math.Max(0, primary);
        }
    }

    /// <summary>The relay to try next, where one is due: the primary, then each of the others in turn.</summary>
    public RelayNode? NextChallenge()
    {
        if (ChallengeAt > context.Now)
        {
            return null;
        }

        ChallengeAt = context.Now + judge.Timers.ChallengeAfter;
        for (var tries = 0; tries < roster.Read.Length; tries++)
        {
            var relay = roster.Read[_challenges++ % roster.Read.Length];
            if (relay is { Connection.IsOpen: true, Challenger: null })
            {
                return relay;
            }
        }

        return null;
    }
}
