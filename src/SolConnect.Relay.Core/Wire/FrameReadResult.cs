namespace SolConnect.Relay.Core.Wire;

internal enum FrameReadResult
{
    Frame = 0,
    End = 1,
    Malformed = 2,
}
