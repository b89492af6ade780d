namespace SolConnect.Relay;

/// <summary>
/// What failed, grouped by stage: 100 connecting, 200 sending, 300 receiving, 400 the transport. The numbers are
/// stable.
/// </summary>
public enum RelayErrorCode
{
    /// <summary>Nothing failed: the default, which no exception carries.</summary>
    None = 0,

    /// <summary>No relay welcomed the transport within <c>ConnectionTimeout</c>. Dialling goes on.</summary>
    ConnectTimeout = 100,

    /// <summary>The relay that was asked for cannot be reached or used.</summary>
    RelayUnavailable = 101,

    /// <summary>No relay of the set accepts the access token, or there is none; some may forbid the client.</summary>
    Unauthorized = 102,

    /// <summary>Every relay of the set knows the client and does not let it in.</summary>
    Forbidden = 103,

    /// <summary><c>MessageTimeout</c> passed before the receipt.</summary>
    SendTimeout = 200,

    /// <summary>
    /// The outbox was full, and <c>OutboxFullMode</c> is <c>Reject</c> or <c>OutboxCapacity</c> senders wait already.
    /// </summary>
    OutboxFull = 201,

    /// <summary>Every relay of the set refused the message for good.</summary>
    MessageRejected = 202,

    /// <summary>The transport published to <c>MaxTopics</c> topics already.</summary>
    TooManyTopics = 203,

    /// <summary>The transport was disconnected or disposed before the receipt.</summary>
    SendStopped = 204,

    /// <summary>Messages were lost, and <c>OnGap</c> is <c>Fault</c>.</summary>
    MessagesLost = 300,

    /// <summary>
    /// The subscription was refused: by every relay of the set, or because <c>MaxSubscriptions</c> are open.
    /// </summary>
    SubscriptionRefused = 301,

    /// <summary>No relay confirmed the subscription within <c>MessageTimeout</c>. Another try may succeed.</summary>
    SubscribeTimeout = 302,

    /// <summary>The transport ended on a broken invariant or on authentication; every call throws the cause.</summary>
    TransportFaulted = 400,
}
