namespace SolConnect.Relay.Server;

/// <summary>What a client wants to do with a topic.</summary>
public enum TopicAccess
{
    /// <summary>Send messages to it.</summary>
    Publish = 0,

    /// <summary>Read its messages.</summary>
    Subscribe = 1,
}
