using SolConnect.Relay;

namespace SolConnect;

/// <summary>A transport, and whose it is.</summary>
internal sealed record TransportInUse(IMessageTransport Transport, bool IsOwned)
{
    /// <summary>Disposes it, unless it is somebody else's.</summary>
    public ValueTask EndAsync() => IsOwned ? Transport.DisposeAsync() : ValueTask.CompletedTask;
}
