namespace SolConnect.Relay.Core.Wire;

/// <summary>Why a relay asks its clients to leave.</summary>
internal enum GoAwayReason : byte
{
    Shutdown = 0,
    Maintenance = 1,
    Overload = 2,
}
