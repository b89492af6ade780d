namespace SolConnect.Relay.Simulation.Checking;

/// <summary>What a history has told about one client so far.</summary>
internal sealed class ClientFacts(ClientTerms terms, int relays)
{
    private readonly Instant[] _openSince = NewOpenSince(relays);
    private ulong _open;
    private ulong _suspected;
    private readonly Instant[] _disturbedUntil = new Instant[relays];

    public ClientTerms Terms { get; } = terms;

    /// <summary>Open relays of which no answer is overdue.</summary>
    public int TrustedRelays => System.Numerics.BitOperations.PopCount(_open & ~_suspected);

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
        _openSince[relay] = now;
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

    private static Instant[] NewOpenSince(int relays)
    {
        var since = new Instant[relays];
        Array.Fill(since, Instant.Never);
        return since;
    }
}
