using SolConnect.Relay.Core.Delivery;
using SolConnect.Relay.Core.Health;

namespace SolConnect.Relay.Core.Session;

/// <summary>What every part of one machine shares: the moment of the current step, the limits, the way out.</summary>
internal sealed class SessionContext(SessionOptions options, ProducerId producer, long generation, ulong seed)
{
    /// <summary>The moment of the input that is being handled.</summary>
    public Instant Now { get; set; }

    /// <summary>While messages flow, silence is looked at more closely.</summary>
    public Traffic Traffic { get; } = new();

    public HedgeBudget Hedges { get; } = new();

    /// <summary>Of all relays together: what holds their answers up is mostly the link that they share.</summary>
    public StallMemory Stalls { get; } = new();

    /// <summary>The relay that is being failed over from: receipts that it had no part in are counted by themselves.</summary>
    public RelayNode? Failing { get; set; }

    public SessionOptions Options { get; } = options;

    public ProducerIdentity Identity { get; } = new(producer, generation);

    public EffectQueue Effects { get; } = new();

    public SessionCounters Counters { get; } = new();

    public DeterministicRandom Random { get; } = new(seed);
}
