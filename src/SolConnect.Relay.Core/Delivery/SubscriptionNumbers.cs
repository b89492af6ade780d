namespace SolConnect.Relay.Core.Delivery;

/// <summary>
/// Numbers of subscriptions on the wire. Each subscription has one for life, which serves on every connection; where it
/// is left and asked for again on one connection it needs another, because none may be used there twice.
/// </summary>
internal sealed class SubscriptionNumbers
{
    private readonly Dictionary<int, Subscription> _renewed = [];

    /// <summary>The highest number given so far; they are not used again.</summary>
    public int Last { get; private set; }

    public int Next() => ++Last;

    /// <summary>Gives a further number in place of one that was in use on the same connection.</summary>
    public int Renew(Subscription subscription, int old)
    {
        _renewed.Remove(old);
        var number = Next();
        _renewed.Add(number, subscription);
        return number;
    }

    /// <summary>Whose number it is, where it was renewed.</summary>
    public Subscription? Find(int number) => _renewed.GetValueOrDefault(number);

    public void Forget(Subscription subscription)
    {
        foreach (var (number, owner) in _renewed)
        {
            if (owner == subscription)
            {
                _renewed.Remove(number);
            }
        }
    }
}
