namespace SolConnect.Relay.Core.Wire;

/// <summary>
/// The first byte of a frame. A receiver skips unknown types whose high bit is set and refuses all others.
/// </summary>
internal enum FrameType : byte
{
    None = 0x00,
    Hello = 0x01,
    Welcome = 0x02,
    Topic = 0x03,
    Publish = 0x04,
    Tombstone = 0x05,
    Mark = 0x06,
    Ack = 0x07,
    Reject = 0x08,
    Subscribe = 0x09,
    Unsubscribe = 0x0A,
    Subscribed = 0x0B,
    Deliver = 0x0C,
    Credit = 0x0D,
    Sync = 0x0E,
    Synced = 0x0F,
    Ping = 0x10,
    Pong = 0x11,
    GoAway = 0x12,
    Error = 0x13,
    SetHash = 0x94,
    SetVerdict = 0x95,
}
