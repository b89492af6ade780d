using SolConnect.Relay.Core.Wire;

namespace SolConnect.Relay.Core.Session;

/// <summary>Something that happened and that people, logs and metrics want to know. Rare, so it may allocate.</summary>
internal abstract record SessionEvent
{
    public sealed record StateChanged(TransportState Old, TransportState New, string Reason) : SessionEvent;

    /// <summary>The relay list names a relay that it did not name before, or at another address.</summary>
    public sealed record RelayDiscovered(RelayEndpoint Relay) : SessionEvent;

    /// <summary>The relay list does not name a relay any more, or no longer at this address. It is left later.</summary>
    public sealed record RelayRemoved(RelayEndpoint Relay) : SessionEvent;

    /// <summary>A relay said Welcome.</summary>
    public sealed record RelayOpened(RelayEndpoint Relay, int Connection, bool IsPrimary, TimeSpan Took) : SessionEvent;

    /// <summary>A dial failed or a connection ended. <paramref name="WasOpen"/>: after Welcome.</summary>
    public sealed record RelayClosed(
        RelayEndpoint Relay, int Connection, CloseReason Reason, string Detail, bool WasOpen, bool WasPrimary, TimeSpan NextDialIn)
        : SessionEvent;

    /// <summary>A relay became the primary without an old one failing: the first, or the first after an outage.</summary>
    public sealed record PrimaryConnected(RelayEndpoint Relay) : SessionEvent;

    public sealed record FailoverStarted(RelayEndpoint OldRelay, FailoverReason Reason, string Detail) : SessionEvent;

    /// <summary>
    /// Another relay was promoted. Reported at the first receipt that the failed relay had no part in, or at once when
    /// nothing was in flight, so that <paramref name="FailoverTime"/> is a measured one.
    /// </summary>
    public sealed record FailoverCompleted(
        RelayEndpoint OldRelay, RelayEndpoint NewRelay, FailoverReason Reason, TimeSpan DetectionTime, TimeSpan FailoverTime,
        long MessagesResent) : SessionEvent;

    /// <summary>An answer of an open relay is overdue, or has come. For people that is a change of health.</summary>
    public sealed record TrustChanged(RelayEndpoint Relay, bool IsTrusted, string Reason) : SessionEvent;

    /// <summary>Reported by the shell's monitor: a relay that failed too often comes last for a while, or does so no longer.</summary>
    public sealed record EjectionChanged(RelayEndpoint Relay, bool IsEjected, string Reason) : SessionEvent;

    public sealed record HealthChanged(RelayEndpoint Relay, bool Healthy, string Reason) : SessionEvent;

    /// <summary>A relay told where it reads a subscription's topic.</summary>
    public sealed record SubscriptionConfirmed(
        string Topic, int Subscription, RelayEndpoint Relay, SubscriptionOutcome Outcome, LogPosition Position)
        : SessionEvent;

    /// <summary>A relay named others: with every Welcome, also none, and where it can with GoAway.</summary>
    public sealed record PeersAnnounced(RelayEndpoint Relay, IReadOnlyList<RelayAlternate> Alternates) : SessionEvent;

    public sealed record GapDetected(string Topic, int Subscription, MessageGap Gap) : SessionEvent;

    public sealed record Alert(AlertKind Kind, RelayEndpoint? Relay, string Detail) : SessionEvent
    {
        /// <summary>With the alerts of the shell's monitor: what was measured, and against what.</summary>
        public ThresholdCrossing? Crossing { get; init; }
    }
}
