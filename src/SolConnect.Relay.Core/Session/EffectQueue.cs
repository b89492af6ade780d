using SolConnect.Relay.Core.Delivery;

namespace SolConnect.Relay.Core.Session;

/// <summary>What the machine has decided and the shell has not taken yet.</summary>
internal sealed class EffectQueue
{
    private readonly RingBuffer<SessionEffect> _effects = new();
    private readonly RingBuffer<RelayMessage> _deliveries = new();
    private readonly RingBuffer<int> _runs = new();
    private OutboundMessage[] _settled = [];
    private int _settledCount;
    private Range _run;
    private bool _endsWithRun;
    private RelayMessage _delivery;

    /// <summary>What the effect that was taken last hands out.</summary>
    public ref readonly RelayMessage Delivery => ref _delivery;

    /// <summary>The sends that the effect that was taken last is about.</summary>
    public ReadOnlySpan<OutboundMessage> Settled => _settled.AsSpan(_run);

    public void Add(in SessionEffect effect)
    {
        _effects.PushBack(effect);
        _endsWithRun = false;
    }

    /// <summary>A send has its outcome. Those that come one behind the other share one effect.</summary>
    public void Settle(OutboundMessage message)
    {
        if (_runs.Count == 0)
        {
            (_settledCount, _run) = (0, default);
        }

        if (_settledCount == _settled.Length)
        {
            Array.Resize(ref _settled, Math.Max(8, 2 * _settledCount));
        }

        _settled[_settledCount++] = message;
        if (_endsWithRun && _runs.Count > 0)
        {
            _runs[_runs.Count - 1]++;
            return;
        }

        _runs.PushBack(1);
        _effects.PushBack(SessionEffect.SendsSettled(this));
        _endsWithRun = true;
    }

    public void Deliver(SubscriptionHandle subscription, int origin, int credit, in RelayMessage message)
    {
        _deliveries.PushBack(message);
        Add(SessionEffect.Deliver(subscription, origin, credit, this));
    }

    public void Skip(SubscriptionHandle subscription, in MessageId through)
    {
        _deliveries.PushBack(new() { Id = through });
        Add(SessionEffect.Skipped(subscription, this));
    }

    public void Report(SessionEvent what) => Add(SessionEffect.Report(what));

    public bool TryTake(out SessionEffect effect)
    {
        if (_effects.Count == 0)
        {
            effect = default;
            return false;
        }

        effect = _effects.PopFront();
        if (effect.Kind == SessionEffectKind.SendsSettled)
        {
            var start = _run.End.Value;
            _run = start..(start + _runs.PopFront());
        }
        else if (effect.Kind is SessionEffectKind.Deliver or SessionEffectKind.Skipped)
        {
            _delivery = _deliveries.PopFront();
        }

        return true;
    }
}
