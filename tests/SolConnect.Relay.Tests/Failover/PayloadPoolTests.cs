using SolConnect.Relay.Failover;

namespace SolConnect.Relay.Tests.Failover;

public class PayloadPoolTests
{
    [Theory]
    [InlineData(1, 1024)]
    [InlineData(1024, 1024)]
    [InlineData(1025, 2048)]
    [InlineData(16_384, 16_384)]
    public void A_buffer_that_came_back_is_given_again(int length, int size)
    {
        var pool = new PayloadPool(maxIdleBytes: 1_000_000);
        var first = pool.Rent(length);
        Assert.Equal(size, first.Length);

        pool.Return(first);

        Assert.Same(first, pool.Rent(length));
        Assert.NotSame(first, pool.Rent(length));
    }

    [Fact]
    public void Buffers_of_one_size_are_not_given_for_another()
    {
        var pool = new PayloadPool(maxIdleBytes: 1_000_000);
        var small = pool.Rent(600);
        pool.Return(small);

        Assert.NotSame(small, pool.Rent(2_000));
        Assert.Same(small, pool.Rent(600));
    }

    [Fact]
    public void No_more_is_kept_than_the_limit()
    {
        var pool = new PayloadPool(maxIdleBytes: 3 * 1024);
        var buffers = Enumerable.Range(0, 5).Select(_ => pool.Rent(1024)).ToList();
        buffers.ForEach(pool.Return);

        var again = Enumerable.Range(0, 5).Select(_ => pool.Rent(1024)).ToList();

        Assert.Equal(3, again.Intersect(buffers).Count());
    }

    [Fact]
    public void What_is_larger_comes_from_the_pool_that_everybody_shares()
    {
        var pool = new PayloadPool(maxIdleBytes: 1_000_000);

        var buffer = pool.Rent(PayloadPool.MaxLength + 1);
        pool.Return(buffer);

        Assert.True(buffer.Length > PayloadPool.MaxLength);
        Assert.Equal(2 * PayloadPool.MaxLength, pool.Rent(PayloadPool.MaxLength + 1).Length);
    }

    [Fact]
    public void Nobody_gets_a_buffer_that_another_one_holds()
    {
        var pool = new PayloadPool(maxIdleBytes: 64 * 1024);

        Parallel.For(0, 4, thread =>
        {
            for (var turn = 0; turn < 20_000; turn++)
            {
                var buffer = pool.Rent(2_000);
                buffer[0] = (byte)thread;
                Thread.SpinWait(5);
                Assert.Equal((byte)thread, buffer[0]);
                pool.Return(buffer);
            }
        });
    }
}
