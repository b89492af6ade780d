namespace SolConnect.Relay.Subscriptions;

/// <summary>Credit of taken messages, summed up per connection they came from.</summary>
internal readonly record struct ReturnedCredit(int Origin, long Bytes);
