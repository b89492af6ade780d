namespace SolConnect.Relay.Core.Session;

internal enum SubscriptionEndKind
{
    /// <summary>On the application's request.</summary>
    Requested = 0,

    /// <summary>The transport was disconnected or disposed.</summary>
    Stopped = 1,

    /// <summary>Messages were lost and <c>OnGap</c> is <c>Fault</c>.</summary>
    Gap = 2,

    /// <summary>Every relay of the set refused the topic, or the session holds <c>MaxSubscriptions</c> already.</summary>
    Refused = 3,

    /// <summary>The machine failed.</summary>
    Faulted = 4,
}
