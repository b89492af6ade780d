using SolConnect.Relay.Core;
using SolConnect.Relay.Core.Session;

namespace SolConnect.Relay.Monitoring;

/// <summary>What is known of one relay at one moment: the machine's view, and what the monitor measured. Immutable.</summary>
internal sealed record RelaySnapshot(RelayView View)
{
    public RelayHealth Health { get; init; }

    /// <summary>Smoothed; of the connection where there is one, else of the checks.</summary>
    public TimeSpan? Latency { get; init; }

    public TimeSpan? LastLatency { get; init; }

    public TimeSpan? Jitter { get; init; }

    public LatencyPercentiles? Percentiles { get; init; }

    public double SendRate { get; init; }

    public double ReceiveRate { get; init; }

    public double BytesSentRate { get; init; }

    public double BytesReceivedRate { get; init; }

    public double ErrorRate { get; init; }

    public double Stability { get; init; } = 1;

    /// <summary>Failed connects or checks in a row.</summary>
    public int FailedInARow { get; init; }

    public int Load { get; init; }

    public Durability Durability { get; init; }

    public Instant EjectedUntil { get; init; } = Instant.Never;

    public bool IsEjected { get; init; }

    public int Ejections { get; init; }

    /// <summary>When it was last checked; <see cref="Instant.Never"/>: not yet.</summary>
    public Instant CheckedAt { get; init; } = Instant.Never;

    /// <summary>How the last check failed; <c>null</c> where it did not.</summary>
    public ConnectionEnd? CheckFailure { get; init; }

    public bool IsHealthy => Health is RelayHealth.Healthy or RelayHealth.Unknown;
}
