using SolConnect.Relay.Core.Wire;

namespace SolConnect.Relay.Server.Hub;

/// <summary>
/// Buffers between two writes. Shared by all connections, because most of them are idle at any moment.
/// </summary>
internal sealed class WriteBuffers
{
    // Kept for reuse at most; each grows to about 64 KiB plus one message.
    private const int Kept = 256;

    private readonly Stack<WireBuffer> _free = new();

    public WireBuffer Rent() => _free.TryPop(out var buffer) ? buffer : new();

    public void Return(WireBuffer buffer)
    {
        if (_free.Count < Kept)
        {
            buffer.Clear();
            _free.Push(buffer);
        }
    }
}
