namespace SolConnect.Relay.Subscriptions;

/// <summary>
/// Credit of messages that the application took and that the session loop has not returned yet. Summed up per origin, so
/// it holds one entry per connection however many messages are taken.
/// </summary>
/// <remarks>
/// Credit is worth an input when a quarter of a relay's buffer is taken, or when the queue has run empty: less often, and a
/// relay could run dry; more often, and every message would cost an input. At most one input is under way; the loop takes
/// whatever has gathered by the time it comes to it.
/// </remarks>
internal sealed class CreditLedger(int bufferBytes)
{
    private readonly Lock _lock = new();
    private readonly List<ReturnedCredit> _gathered = [];
    private long _sum;
    private bool _isPosted;

    /// <summary>Adds the credit of one taken message.</summary>
    /// <returns>Whether the loop has to be told now.</returns>
    public bool Add(int origin, int credit, bool queueIsEmpty)
    {
        lock (_lock)
        {
            AddTo(origin, credit);
            _sum += credit;
            if (_isPosted || (!queueIsEmpty && _sum < bufferBytes / 4))
            {
                return false;
            }

            _isPosted = true;
            return true;
        }
    }

    /// <summary>Takes everything that has gathered. Session loop only.</summary>
    public void TakeAll(List<ReturnedCredit> into)
    {
        lock (_lock)
        {
            into.AddRange(_gathered);
            _gathered.Clear();
            (_sum, _isPosted) = (0, false);
        }
    }

    private void AddTo(int origin, int credit)
    {
        for (var i = 0; i < _gathered.Count; i++)
        {
            if (_gathered[i].Origin == origin)
            {
                _gathered[i] = new(origin, _gathered[i].Bytes + credit);
                return;
            }
        }

        _gathered.Add(new(origin, credit));
    }
}
