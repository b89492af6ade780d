namespace SolConnect.Relay.Subscriptions;

/// <summary>A message on its way to the application, and the credit that its connection gets back when it is taken.</summary>
internal readonly record struct QueuedMessage(RelayMessage Message, int Origin, int Credit);
