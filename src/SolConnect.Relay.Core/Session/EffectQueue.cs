using SolConnect.Relay.Core.Delivery;

namespace SolConnect.Relay.Core.Session;

/// <summary>What the machine has decided and the shell has not taken yet.</summary>
internal sealed class EffectQueue
{
    private readonly RingBuffer<SessionEffect> _effects = new();
    private readonly RingBuffer<RelayMessage> _deliveries = new();
    private RelayMessage _delivery;

    /// <summary>What the effect that was taken last hands out.</summary>
    public ref readonly RelayMessage Delivery => ref _delivery;

    public void Add(in SessionEffect effect) => _effects.PushBack(effect);

    public void Deliver(SubscriptionHandle subscription, int origin, int credit, in RelayMessage message)
    {
        _deliveries.PushBack(message);
        _effects.PushBack(SessionEffect.Deliver(subscription, origin, credit, this));
    }

    public void Skip(SubscriptionHandle subscription, in MessageId through)
    {
        _deliveries.PushBack(new() { Id = through });
        _effects.PushBack(SessionEffect.Skipped(subscription, this));
    }

    public void Report(SessionEvent what) => _effects.PushBack(SessionEffect.Report(what));

    public bool TryTake(out SessionEffect effect)
    {
        if (_effects.Count == 0)
        {
            effect = default;
            return false;
        }

        effect = _effects.PopFront();
        if (effect.Kind is SessionEffectKind.Deliver or SessionEffectKind.Skipped)
        {
            _delivery = _deliveries.PopFront();
        }

        return true;
    }
}
