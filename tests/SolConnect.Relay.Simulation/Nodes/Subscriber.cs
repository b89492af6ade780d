using SolConnect.Relay.Core.Session;
using SolConnect.Relay.Core.Wire;
using SolConnect.Relay.Simulation.Engine;
using SolConnect.Relay.Simulation.Histories;
using SolConnect.Relay.Simulation.Scenarios;

namespace SolConnect.Relay.Simulation.Nodes;

/// <summary>
/// An application that subscribes, takes messages at its own pace, stores checkpoints with its work, gives up and
/// subscribes again: from where it was, or anew.
/// </summary>
internal sealed class Subscriber(
    World world, SimClient client, SubscriptionPlan plan, CheckpointStore store, SimRandom random, SimRandom commits)
    : IActor
{
    private const int Subscribe = 1;
    private const int GiveUp = 2;
    private const int Look = 3;

    private readonly List<SimSubscription> _all = [];
    private readonly Dictionary<int, long> _taken = [];
    private bool _looks;
    private bool _hasSubscribed;

    public SimSubscription? Current { get; private set; }

    public void Begin() => world.Time.After(plan.After, this, Subscribe);

    public void On(in SimEvent happening)
    {
        switch (happening.Code)
        {
            case Subscribe when !client.IsStopping:
                BeginAnew();
                break;
            case GiveUp when !client.IsStopping && Current is { HasEnded: false } given:
                world.History.UnsubscribeAsked(given.Id);
                client.Post(SessionInput.Unsubscribe(given));
                world.Time.After(random.Between(TimeSpan.Zero, TimeSpan.FromSeconds(2)), this, Subscribe);
                break;
            case Look:
                _looks = false;
                Take();
                break;
        }
    }

    public void OnDelivered(SimSubscription subscription)
    {
        if (!_looks)
        {
            _looks = true;
            world.Time.After(NextLook(), this, Look, 0, subscription);
        }
    }

    public void OnConfirmed(SimSubscription subscription)
    {
        subscription.IsConfirmed = true;
        if (commits.Chance(0.7))
        {
            Commit(subscription);
        }
    }

    public void ReportPeaks()
    {
        // A relay that was left and came back has a buffer of its own once more.
        var relays = world.Scenario.Lists is { } lists
            ? world.Scenario.Relays * (1 + lists.Changes.Count)
            : world.Scenario.RelaysInSet;
        var frame = world.Scenario.Clients.Max(other => other.MaxPayload) + WireProtocol.MaxEnvelopeBytes;
        foreach (var subscription in _all)
        {
            // Each relay may fill the buffer once, overdraw it by a frame, and be ahead by what was held when it was full.
            var held = (1L + world.Scenario.Clients[client.Index].HoldCapacity) * frame;
            var limit = relays * (subscription.BufferBytes + frame + held);
            world.History.Peak(PeakKind.UnconsumedCredit, client.Index, -1, subscription.Id, subscription.PeakCredit, limit);
            world.History.Peak(PeakKind.UnconsumedBytes, client.Index, -1, subscription.Id, subscription.PeakBytes, limit);
        }
    }

    private void BeginAnew()
    {
        if (_hasSubscribed && !plan.Resumes)
        {
            store.Clear();
        }

        _hasSubscribed = true;
        var topic = world.TopicNames[plan.Topic];
        var checkpoint = store.IsEmpty ? null : store.Load();
        Current = new(
            world.NextSubscription(), plan.Topic, topic, checkpoint is null ? plan.Start : SubscriptionStart.Latest,
            plan.BufferBytes, plan.OnGap, SimClient.MaxProducers, checkpoint);
        _all.Add(Current);
        world.History.SubscribeAsked(client.Index, Current.Id, plan.Topic, plan.Start);
        if (checkpoint is not null)
        {
            world.History.Resumes(Current.Id, store.Subscription);
        }

        client.Post(SessionInput.Subscribe(Current));
        if (plan.Lasts is { } lasts && !world.HasHealed)
        {
            world.Time.After(lasts, this, GiveUp);
        }
    }

    private TimeSpan NextLook() => plan.Pace == TimeSpan.Zero || world.HasHealed
        ? TimeSpan.FromMicroseconds(50)
        : random.Between(TimeSpan.Zero, plan.Pace);

    private void Take()
    {
        if (Current is not { } subscription || client.IsStopping)
        {
            return;
        }

        var most = plan.Pace == TimeSpan.Zero || world.HasHealed ? int.MaxValue : random.Between(1, 20);
        for (; most > 0 && subscription.TryTake(out var message); most--)
        {
            _taken[message.Origin] = _taken.GetValueOrDefault(message.Origin) + message.Credit;
            if (commits.Chance(0.2))
            {
                Commit(subscription);
            }
        }

        if (commits.Chance(0.5))
        {
            Commit(subscription);
        }

        foreach (var (origin, credit) in _taken)
        {
            client.Post(SessionInput.Consumed(subscription, origin, credit));
        }

        _taken.Clear();
        if (subscription.UnconsumedBytes > 0)
        {
            OnDelivered(subscription);
        }
    }

    private void Commit(SimSubscription subscription)
    {
        if (subscription.IsConfirmed)
        {
            store.Commit(subscription);
            world.History.Stored(subscription.Id, subscription.Taken);
        }
    }
}
