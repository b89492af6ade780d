namespace SolConnect.Relay.Core.Session;

/// <summary>CONTRACT PLACEHOLDER: replaced by the machine.</summary>
internal sealed class RelaySession
{
    public RelaySession(SessionOptions options, IReadOnlyList<RelayEndpoint> relays, ProducerId producer, long generation, ulong seed)
    {
        _ = options;
        _ = relays;
        _ = producer;
        _ = generation;
        _ = seed;
        Counters = new();
    }

    public SessionCounters Counters { get; }

    public TransportState State { get; private set; }

    /// <summary>When <c>Tick</c> is due; <see cref="Instant.Never"/> for no deadline.</summary>
    public Instant NextDeadline { get; private set; } = Instant.Never;

    /// <summary>Changes whenever <see cref="DescribeRelays"/> would tell something new about phases or health.</summary>
    public long RelaysVersion { get; private set; }

    public void Step(in SessionInput input, Instant now) => throw new NotSupportedException(now.ToString() + input.Kind);

    /// <summary>Takes the next effect. Frames are encoded here, when no other effect is left, so that many share one write.</summary>
    public bool TryTakeEffect(out SessionEffect effect)
    {
        effect = default;
        return State == TransportState.Connecting;
    }

    public IReadOnlyList<RelayView> DescribeRelays() => State == TransportState.Connected ? [] : [];
}
