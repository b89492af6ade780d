using System.Buffers;
using Microsoft.AspNetCore.Connections;

namespace SolConnect.Relay.Server.Hosting;

/// <summary>Gives Kestrel a pool for each of its I/O queues.</summary>
internal sealed class RelayMemoryPoolFactory : IMemoryPoolFactory<byte>
{
    public MemoryPool<byte> Create(MemoryPoolOptions? options = null) => new RelayMemoryPool();
}
