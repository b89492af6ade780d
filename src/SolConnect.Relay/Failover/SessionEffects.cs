using System.Diagnostics;
using SolConnect.Relay.Connections;
using SolConnect.Relay.Core.Session;
using SolConnect.Relay.Diagnostics;
using SolConnect.Relay.Monitoring;
using SolConnect.Relay.Subscriptions;

namespace SolConnect.Relay.Failover;

/// <summary>Starts what the machine asked for and waits for none of it. Session loop only.</summary>
internal sealed class SessionEffects(
    OutboxGate gate, ConnectionPool connections, OpenSubscriptions subscriptions, ConnectionMonitor monitor,
    SessionReporter reporter)
{
    private readonly TaskCompletionSource _drained = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when no send lacks an outcome, once the machine was asked to drain.</summary>
    public Task Drained => _drained.Task;

    public bool IsStopped { get; private set; }

    /// <summary>Why the machine last changed its state.</summary>
    public string LastReason { get; private set; } = "no reason was given";

    public void Execute(in SessionEffect effect)
    {
        switch (effect.Kind)
        {
            case SessionEffectKind.Write:
                connections.Write(effect.Connection, effect.Buffer);
                break;
            case SessionEffectKind.SendsSettled:
                gate.Settle(effect.Settled);
                break;
            case SessionEffectKind.SendReleased:
                ((PendingSend)effect.Message).ReleaseMessage();
                break;
            case SessionEffectKind.Deliver:
                ((MessageSubscription)effect.Subscription).Deliver(effect.Delivery, effect.Connection, effect.Credit);
                break;
            case SessionEffectKind.Skipped:
                ((MessageSubscription)effect.Subscription).Skip(effect.Through);
                break;
            case SessionEffectKind.Reached:
                ((MessageSubscription)effect.Subscription).Reach(effect.Position);
                break;
            case SessionEffectKind.Dial:
                connections.Dial(
                    effect.Connection, effect.Relay,
                    effect.WantsFreshToken ? AccessTokenReason.Refused : AccessTokenReason.Connect);
                break;
            case SessionEffectKind.Close:
                connections.Close(effect.Connection, effect.End);
                break;
            case SessionEffectKind.Abort:
                connections.Abort(effect.Connection, effect.End);
                break;
            case SessionEffectKind.Subscribed:
                ((MessageSubscription)effect.Subscription).Confirm();
                break;
            case SessionEffectKind.SubscriptionEnded:
                subscriptions.End((MessageSubscription)effect.Subscription, effect.SubscriptionEnd);
                break;
            case SessionEffectKind.SwitchSettled:
                ((PendingSwitch)effect.Switch).Settle(effect.Obstacle);
                break;
            case SessionEffectKind.Event:
                Report(effect.Event);
                break;
            case SessionEffectKind.Drained:
                _ = _drained.TrySetResult();
                break;
            case SessionEffectKind.Stopped:
                IsStopped = true;
                break;
            case SessionEffectKind.None:
            default:
                throw new UnreachableException($"Effect {effect.Kind}.");
        }
    }

    private void Report(SessionEvent what)
    {
        if (what is SessionEvent.StateChanged { Reason: var reason })
        {
            LastReason = reason;
        }

        monitor.Observe(what);
        reporter.Report(what);
    }
}
