namespace SolConnect.Relay.Failover;

/// <summary>Sends in order of arrival, linked through the sends themselves so that queueing allocates nothing.</summary>
/// <remarks>A send is in one list at a time. Not thread-safe: the gate's lock guards it.</remarks>
internal sealed class SendList
{
    private PendingSend? _last;

    public PendingSend? First { get; private set; }

    public int Count { get; private set; }

    public void Add(PendingSend send)
    {
        (send.Previous, send.Next) = (_last, null);
        if (_last is null)
        {
            First = send;
        }
        else
        {
            _last.Next = send;
        }

        _last = send;
        Count++;
    }

    public void Remove(PendingSend send)
    {
        if (send.Previous is null)
        {
            First = send.Next;
        }
        else
        {
            send.Previous.Next = send.Next;
        }

        if (send.Next is null)
        {
            _last = send.Previous;
        }
        else
        {
            send.Next.Previous = send.Previous;
        }

        (send.Previous, send.Next) = (null, null);
        Count--;
    }
}
