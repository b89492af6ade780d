namespace SolConnect.Relay.Core.Tests.Session.Support;

internal enum MoveKind
{
    Send,
    SendMany,
    Cancel,
    Open,
    Lose,

    /// <summary>The relay comes back with another log.</summary>
    Forget,

    Ack,
    AckAll,

    /// <summary>An ack from a connection that is gone.</summary>
    StaleAck,

    Reject,
    GoAway,
    Pass,
    Drain,
}
