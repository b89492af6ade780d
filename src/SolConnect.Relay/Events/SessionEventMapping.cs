using SolConnect.Relay.Core.Session;

namespace SolConnect.Relay.Events;

/// <summary>The machine's events in the words of the public API.</summary>
internal static class SessionEventMapping
{
    public static TransportStateChangedEventArgs ToEventArgs(this SessionEvent.StateChanged what) =>
        new(what.Old, what.New, what.Reason);

    public static RelayDiscoveredEventArgs ToEventArgs(this SessionEvent.RelayDiscovered what) => new(what.Relay);

    public static RelayRemovedEventArgs ToEventArgs(this SessionEvent.RelayRemoved what) => new(what.Relay);

    public static PrimaryConnectedEventArgs ToEventArgs(this SessionEvent.PrimaryConnected what) => new(what.Relay);

    public static FailoverStartedEventArgs ToEventArgs(this SessionEvent.FailoverStarted what) =>
        new(what.OldRelay, what.Reason, what.Detail);

    public static FailoverCompletedEventArgs ToEventArgs(this SessionEvent.FailoverCompleted what) =>
        new(what.OldRelay, what.NewRelay, what.Reason, what.DetectionTime, what.FailoverTime, what.MessagesResent);

    public static ConnectionClosedEventArgs ToEventArgs(this SessionEvent.RelayClosed what) =>
        new(what.Relay, what.Connection, what.Reason, what.Detail, what.WasOpen, what.WasPrimary, what.NextDialIn);

    public static AlertRaisedEventArgs ToEventArgs(this SessionEvent.Alert what) =>
        new(what.Kind, what.Relay, what.Detail)
        {
            IsCleared = what.Crossing?.IsCleared ?? false,
            Before = what.Crossing?.Before,
            After = what.Crossing?.After,
            Threshold = what.Crossing?.Threshold,
        };

    public static SubscriptionConfirmedEventArgs ToEventArgs(this SessionEvent.SubscriptionConfirmed what) =>
        new(what.Topic, what.Relay, what.Outcome, what.Position);

    public static GapDetectedEventArgs ToEventArgs(this SessionEvent.GapDetected what) => new(what.Topic, what.Gap);
}
