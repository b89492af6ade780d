using SolConnect.Relay.Core.Delivery;

namespace SolConnect.Relay.Core.Session;

/// <summary>
/// Who publishes, who is the primary, and what the transport can do, after every change of which relays are open and
/// trusted. It tells everybody whom that concerns.
/// </summary>
internal sealed class Lineup(
    SessionContext context, RelayRoster roster, PublishingSet publishing, CommonFault commonFault, Outbox outbox,
    SubscriptionTable subscriptions)
{
    private bool _isPrimarySuspected;

    public TransportState State { get; private set; } = TransportState.Disconnected;

    public RelayNode? Primary { get; private set; }

    /// <summary>When the primary last changed.</summary>
    public Instant PrimarySince { get; private set; }

    /// <summary>Counts changes of phases and health.</summary>
    public long Version { get; private set; }

    public FailoverTracker Failover { get; } = new(context);

    /// <summary>A relay is dialled, or something else changed that a snapshot tells and that moves nobody.</summary>
    public void Touch() => Version++;

    /// <summary>After a relay opened, was lost, was asked to be left, is suspected, or is trusted again.</summary>
    public void Settle()
    {
        Version++;
        commonFault.Update();
        publishing.Refill();
        foreach (var relay in roster.Read)
        {
            if (relay.IsOpen)
            {
                relay.Connection!.Phase = relay == publishing.Primary ? ConnectionPhase.Primary : ConnectionPhase.Standby;
            }
        }

        SeatPrimary();
        UpdateState();
        outbox.MembershipChanged();
    }

    /// <summary>Also when only time has passed: nobody may have answered for long enough to be offline.</summary>
    public void UpdateState()
    {
        if (State == TransportState.Faulted)
        {
            return;
        }

        var (open, trusted) = (0, 0);
        foreach (var relay in publishing.Set)
        {
            open += relay.IsOpen ? 1 : 0;
            trusted += relay.IsTrusted ? 1 : 0;
        }

        var wanted = publishing.Set.Length;
        if (trusted == wanted)
        {
            SetState(TransportState.Connected, "all wanted relays are open");
        }
        else if (open > 0 && !commonFault.IsOffline)
        {
            SetState(TransportState.Degraded, $"{trusted} of {wanted} wanted relays are open and answer");
        }
        else if (State != TransportState.Connecting)
        {
            SetState(TransportState.Offline, open > 0 ? "no relay answers" : "no relay is open");
        }
    }

    public void SetState(TransportState state, string reason)
    {
        if (state == State)
        {
            return;
        }

        var old = State;
        State = state;
        context.Effects.Report(new SessionEvent.StateChanged(old, state, reason));
        if (state == TransportState.Offline)
        {
            context.Effects.Report(new SessionEvent.Alert(
                AlertKind.Offline, null, $"{reason}; sends wait in the outbox"));
        }
    }

    private void SeatPrimary()
    {
        var (isNew, isFirst) = (publishing.Primary != Primary, Primary is null);
        var isSuspected = publishing.Primary is { IsSuspected: true };
        if (isNew)
        {
            (Primary, PrimarySince) = (publishing.Primary, context.Now);
            if (isFirst && Primary is not null && !Failover.IsActive)
            {
                context.Effects.Report(new SessionEvent.PrimaryConnected(Primary.Endpoint));
            }
        }

        if (isNew || isSuspected != _isPrimarySuspected)
        {
            _isPrimarySuspected = isSuspected;
            subscriptions.PrimaryChanged();
        }
    }
}
