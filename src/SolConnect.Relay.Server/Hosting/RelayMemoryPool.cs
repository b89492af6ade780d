using System.Buffers;
using System.Collections.Concurrent;

namespace SolConnect.Relay.Server.Hosting;

/// <summary>
/// The blocks of memory that Kestrel reads and writes with, four times as large as its own: a relay under load receives messages
/// of up to 64 KiB, and every block is a call of the operating system. A connection on which nothing happens holds none.
/// Thread-safe.
/// </summary>
internal sealed class RelayMemoryPool : MemoryPool<byte>
{
    public const int BlockBytes = 16 * 1024;

    // 1 MiB that stays for the next burst; what a larger one needed is left to the garbage collector.
    public const int MaxIdle = 64;

    private readonly ConcurrentQueue<Block> _idle = new();

    public override int MaxBufferSize => BlockBytes;

    public override IMemoryOwner<byte> Rent(int minBufferSize = -1)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(minBufferSize, BlockBytes);
        if (!_idle.TryDequeue(out var block))
        {
            return new Block(this);
        }

        block.Begin();
        return block;
    }

    protected override void Dispose(bool disposing) => _idle.Clear();

    private void Return(Block block)
    {
        if (_idle.Count < MaxIdle)
        {
            _idle.Enqueue(block);
        }
    }

    private sealed class Block(RelayMemoryPool pool) : IMemoryOwner<byte>
    {
        // Pinned: sockets pin what they are given anyway, and thousands of pinned arrays would be in the collector's way.
        private readonly byte[] _bytes = GC.AllocateUninitializedArray<byte>(BlockBytes, pinned: true);
        private int _isRented = 1;

        public Memory<byte> Memory => _bytes;

        public void Begin() => Volatile.Write(ref _isRented, 1);

        /// <summary>A second time does nothing: otherwise two connections would share the block.</summary>
        public void Dispose()
        {
            if (Interlocked.Exchange(ref _isRented, 0) == 1)
            {
                pool.Return(this);
            }
        }
    }
}
