namespace SolConnect.Relay.Core.Wire;

/// <summary>Where a subscription begins in a relay's log.</summary>
internal enum StartKind : byte
{
    Latest = 0,
    Earliest = 1,
    Position = 2,
    Time = 3,
}
