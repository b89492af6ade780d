using SolConnect.Relay.Core.Wire;
using SolConnect.Relay.Simulation.Engine;

namespace SolConnect.Relay.Simulation.Network;

/// <summary>Who learns what happens in a pipe.</summary>
internal interface IPipeOwner
{
    /// <summary>Until when nothing gets through.</summary>
    Instant BlockedUntil(Pipe pipe);

    /// <summary>Takes a message apart on its way and leaves out what is lost; <c>null</c> for nothing left.</summary>
    Chunk? Filter(Pipe pipe, Chunk chunk);

    /// <summary>The socket took a buffer: its sender may use it again.</summary>
    void OnWritten(Pipe pipe, WireBuffer buffer);

    /// <summary>A whole WebSocket message is at the far end, which returns the chunk when it is done with it.</summary>
    void OnArrived(Pipe pipe, Chunk chunk);

    /// <summary>The end is at the far end: nothing more arrives.</summary>
    void OnEnded(Pipe pipe, bool inGoodOrder);

    /// <summary>How long the way takes from a moment on.</summary>
    TimeSpan Latency(Pipe pipe, Instant leaves);

    TimeSpan WriteTime();
}
