namespace SolConnect.Relay.Server.Hub;

/// <summary>A topic that a message names and that its sender may not use in that way.</summary>
internal readonly record struct DeniedTopic(TopicAccess Access, string Topic);
