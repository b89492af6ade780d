namespace SolConnect.Relay.Server;

/// <summary>A client that wants to use a topic.</summary>
/// <param name="Subject">Who it is; null where the relay authenticates nobody.</param>
/// <param name="Topic">The topic's name, as the client gave it.</param>
/// <param name="Access">What it wants to do.</param>
public readonly record struct TopicAuthorizationContext(string? Subject, string Topic, TopicAccess Access);
