using SolConnect.Relay.Server.Hosting;

namespace SolConnect.Relay.Server.Tests.Sockets;

public sealed class RelayMemoryPoolTests : IDisposable
{
    private readonly RelayMemoryPool _pool = new();

    public void Dispose() => _pool.Dispose();

    [Fact]
    public void A_block_that_was_given_back_is_used_again()
    {
        var first = _pool.Rent();
        first.Dispose();

        Assert.Same(first, _pool.Rent(4096));
        Assert.Equal(RelayMemoryPool.BlockBytes, first.Memory.Length);
    }

    [Fact]
    public void A_block_that_is_given_back_twice_is_used_once()
    {
        var first = _pool.Rent();
        first.Dispose();
        first.Dispose();

        Assert.NotSame(_pool.Rent(), _pool.Rent());
    }

    [Fact]
    public void Many_idle_blocks_are_not_kept()
    {
        var blocks = Enumerable.Range(0, 2 * RelayMemoryPool.MaxIdle).Select(_ => _pool.Rent()).ToHashSet();
        foreach (var block in blocks)
        {
            block.Dispose();
        }

        var again = Enumerable.Range(0, blocks.Count).Select(_ => _pool.Rent());

        Assert.Equal(RelayMemoryPool.MaxIdle, again.Count(blocks.Contains));
    }

    [Fact]
    public void More_than_a_block_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => _pool.Rent(RelayMemoryPool.BlockBytes + 1));
}
