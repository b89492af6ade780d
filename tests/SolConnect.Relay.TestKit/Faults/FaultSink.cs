using System.Net.Sockets;

namespace SolConnect.Relay.TestKit.Faults;

/// <summary>Where one direction of one connection goes to, with what a fault may do to it.</summary>
internal sealed class FaultSink(FaultLane lane, Socket destination, Action reset, CancellationToken stopping)
{
    public CancellationToken Stopping { get; } = stopping;

    /// <summary>
    /// Bytes as they are. With TCP_NODELAY, each call is a segment of its own where the receiver keeps up.
    /// </summary>
    public async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            bytes = bytes[await destination.SendAsync(bytes, SocketFlags.None, Stopping)..];
        }
    }

    public ValueTask ForwardAsync(WebSocketFrame frame) => WriteAsync(frame.Bytes);

    /// <summary>Breaks the connection in both directions, without a word.</summary>
    public void Reset() => reset();

    /// <summary>Ends this direction in the way of TCP; the other one stays.</summary>
    public void CloseDirection() => destination.Shutdown(SocketShutdown.Send);

    /// <summary>Takes no more frames until everything is over.</summary>
    public Task HangAsync() => Task.Delay(Timeout.Infinite, Stopping);

    /// <summary>The fault has done what it was for.</summary>
    public void Heal() => lane.Heal();

    /// <summary>Returns when another fault is set, or none.</summary>
    public async ValueTask WaitForChangeAsync(FrameFault fault)
    {
        var changed = lane.Changed;
        if (lane.Fault == fault)
        {
            await changed.WaitAsync(Stopping);
        }
    }
}
