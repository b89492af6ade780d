namespace SolConnect.Relay.Simulation.Checking;

/// <summary>What a history has told about one client so far.</summary>
internal sealed class ClientFacts(ClientTerms terms, HistoryTerms history)
{
    private readonly Instant[] _openSince = NewOpenSince(history.Relays);
    private readonly Instant[] _lastOpenSince = NewOpenSince(history.Relays);
    private readonly List<(int Relay, Instant At)> _readOut = [];
    // Round trips, and loops that run late.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(1);

    // Until a relay that can be relied on again was asked for the end of its log and has told it.
    private static readonly TimeSpan Aftermath = TimeSpan.FromSeconds(2);

    private ulong _open;
    private ulong _suspected;
    private readonly Instant[] _disturbedUntil = new Instant[history.Relays];

    public ClientTerms Terms { get; } = terms;

    /// <summary>The relay sets that its lists led to.</summary>
    public SetFacts Sets { get; } = new(history.FirstSet, history.DiscoveryInterval);

    /// <summary>Open relays.</summary>
    public ulong OpenRelays => _open;

    /// <summary>Relays of the set in force that are open, and of which no answer is overdue.</summary>
    public int TrustedRelays(Instant now) => Count(_open & ~_suspected & Sets.InForceAt(now, now));

    /// <summary>Relays of the set in force at a moment.</summary>
    public int RelaysInSet(Instant moment, Instant now) =>
        Sets.InForceAt(moment, now) is var set && set == ulong.MaxValue ? history.RelaysInSet : Count(set);

    /// <summary>
    /// Whether a client can be asked for what a relay confirmed at some moment: the relay is read, or was left in good order
    /// after that, and everything was read before. A subscription that began when the relay was only read out for older ones
    /// does not read it.
    /// </summary>
    public bool Reaches(int relay, Instant confirmedAt, Instant subscribedAt, Instant now) =>
        (Sets.ReadAt(now) & (1UL << relay)) != 0
        || ((Sets.ReadAt(subscribedAt) & (1UL << relay)) != 0
            && _readOut.Exists(left => left.Relay == relay && left.At > Instant.Later(confirmedAt, subscribedAt) + Grace));

    /// <summary>It left a relay. Where nothing was wrong for long before, it had the time to read everything.</summary>
    public void Leave(int relay, Instant now)
    {
        var since = Instant.Later(_lastOpenSince[relay], Instant.Later(_disturbedUntil[relay], PausedUntil));
        if (since + Aftermath < now)
        {
            _readOut.Add((relay, now));
        }
    }

    /// <summary>Until when its loop did not run; a client that is paused answers nobody.</summary>
    public Instant PausedUntil { get; set; }

    public bool StopAsked { get; set; }

    public bool HasStopped { get; set; }

    public bool DrainAsked { get; set; }

    public bool HasDrained { get; set; }

    public Instant OpenSince(int relay) => _openSince[relay];

    /// <summary>Until when the path to a relay, or one of its ends, was not to be relied on.</summary>
    public Instant DisturbedUntil(int relay) => _disturbedUntil[relay];

    public void Open(int relay, Instant now)
    {
        _open |= 1UL << relay;
        (_openSince[relay], _lastOpenSince[relay]) = (now, now);
    }

    public void Lose(int relay)
    {
        _open &= ~(1UL << relay);
        _suspected &= ~(1UL << relay);
        _openSince[relay] = Instant.Never;
    }

    public void Trust(int relay, bool isTrusted) =>
        _suspected = isTrusted ? _suspected & ~(1UL << relay) : _suspected | (1UL << relay);

    public void Disturb(int relay, Instant until) =>
        _disturbedUntil[relay] = Instant.Later(_disturbedUntil[relay], until);

    private static int Count(ulong relays) => System.Numerics.BitOperations.PopCount(relays);

    private static Instant[] NewOpenSince(int relays)
    {
        var since = new Instant[relays];
        Array.Fill(since, Instant.Never);
        return since;
    }
}
