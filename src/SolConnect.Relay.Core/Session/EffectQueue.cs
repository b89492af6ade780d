using SolConnect.Relay.Core.Delivery;

namespace SolConnect.Relay.Core.Session;

/// <summary>What the machine has decided and the shell has not taken yet.</summary>
internal sealed class EffectQueue
{
    private readonly RingBuffer<SessionEffect> _effects = new();

    public void Add(in SessionEffect effect) => _effects.PushBack(effect);

    public void Report(SessionEvent what) => _effects.PushBack(SessionEffect.Report(what));

    public bool TryTake(out SessionEffect effect)
    {
        var any = _effects.Count > 0;
        effect = any ? _effects.PopFront() : default;
        return any;
    }
}
