namespace SolConnect.Relay.Simulation.Scenarios;

/// <summary>What one client does and with which limits.</summary>
internal sealed record ClientPlan
{
    /// <summary>When it starts, from the world's beginning.</summary>
    public required TimeSpan StartsAfter { get; init; }

    /// <summary>When its process ends, from the world's beginning; <c>null</c> for one that stays.</summary>
    public TimeSpan? StopsAfter { get; init; }

    /// <summary>
    /// The client whose application this one goes on with, as a new process; <c>null</c> for a new application.
    /// </summary>
    public int? Follows { get; init; }

    /// <summary>Messages to publish; 0 for a client that only subscribes.</summary>
    public required int Messages { get; init; }

    /// <summary>The most that it publishes at one moment.</summary>
    public required int Burst { get; init; }

    public required double CancelChance { get; init; }

    public required IReadOnlyList<SubscriptionPlan> Subscriptions { get; init; }

    public required int? RequiredAcks { get; init; }

    public required TimeSpan MessageTimeout { get; init; }

    public required TimeSpan HoldTime { get; init; }

    public required int HoldCapacity { get; init; }

    public required int OutboxCapacity { get; init; }

    /// <summary>The largest payload.</summary>
    public required int MaxPayload { get; init; }

    public required TimeSpan BackoffMin { get; init; }

    public required TimeSpan BackoffMax { get; init; }

    /// <summary>Whether it ranks the relays anew now and then.</summary>
    public required bool Ranks { get; init; }

    /// <summary>Whether it is asked to drain before it is stopped.</summary>
    public required bool Drains { get; init; }
}
