namespace SolConnect.Relay.Core.Delivery;

/// <summary>
/// The sends without an outcome in the order in which they were accepted, as a list through the messages themselves.
/// All wait equally long, so the head is always the next to time out.
/// </summary>
internal sealed class PendingSends
{
    private OutboundMessage? _oldest;
    private OutboundMessage? _newest;

    public OutboundMessage? Oldest => _oldest;

    public void Add(OutboundMessage message)
    {
        message.Older = _newest;
        message.Newer = null;
        if (_newest is null)
        {
            _oldest = message;
        }
        else
        {
            _newest.Newer = message;
        }

        _newest = message;
    }

    public void Remove(OutboundMessage message)
    {
        if (message.Older is null)
        {
            _oldest = message.Newer;
        }
        else
        {
            message.Older.Newer = message.Newer;
        }

        if (message.Newer is null)
        {
            _newest = message.Older;
        }
        else
        {
            message.Newer.Older = message.Older;
        }

        (message.Older, message.Newer) = (null, null);
    }
}
