using SolConnect.Relay.Core.Session;

namespace SolConnect.Relay.Core.Delivery;

/// <summary>
/// Counts what one subscription holds because something before it is missing. While it is full, relays that are ahead get no
/// credit back, so that they wait until others have caught up.
/// </summary>
internal sealed class HoldBuffer(SessionContext context, SubscriptionSources sources)
{
    private int _messages;
    private long _bytes;

    public bool IsFull => _messages > context.Options.HoldCapacity || _bytes > context.Options.HoldBytes;

    /// <summary>
    /// Holds a record unless it is held already. Credit comes back at once: otherwise two relays could each wait for the
    /// other's message with none left. A full buffer stops the relay that is ahead; if that leaves nobody who could bring
    /// what is missing, it is given up.
    /// </summary>
    public void Add(ProducerStream stream, long sequence, in HeldMessage held)
    {
        var isNew = stream.Hold(sequence, held);
        _messages += isNew ? 1 : 0;
        _bytes += isNew ? held.Size : 0;
        if (isNew && IsFull)
        {
            held.Source.Withheld += held.Cost;
        }
        else
        {
            sources.Return(held.Source, held.Cost);
        }
    }

    /// <summary>A message is held no longer. Returns how much of its credit was kept back.</summary>
    public long Release(in HeldMessage held)
    {
        _messages--;
        _bytes -= held.Size;
        var withheld = Math.Min(held.Source.Withheld, held.Cost);
        held.Source.Withheld -= withheld;
        return withheld;
    }

    /// <summary>Lets the relays go on that were stopped, if there is room again.</summary>
    public void ReturnWithheld()
    {
        if (IsFull)
        {
            return;
        }

        foreach (var source in sources)
        {
            var withheld = source.Withheld;
            if (withheld > 0)
            {
                source.Withheld = 0;
                sources.Return(source, withheld);
            }
        }
    }
}
