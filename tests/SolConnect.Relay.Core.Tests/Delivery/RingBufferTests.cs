using FsCheck.Fluent;
using SolConnect.Relay.Core.Delivery;
using SolConnect.Relay.Core.Tests.Wire;

namespace SolConnect.Relay.Core.Tests.Delivery;

public sealed class RingBufferTests
{
    [Fact]
    public void It_behaves_like_a_queue_that_can_be_read_by_index() => Property.Holds(
        Gen.ArrayOf(Gen.Choose(0, 2)).Resize(200), moves =>
        {
            var ring = new RingBuffer<int>();
            var queue = new Queue<int>();
            for (var step = 0; step < moves.Length; step++)
            {
                if (moves[step] > 0 || queue.Count == 0)
                {
                    ring.PushBack(step);
                    queue.Enqueue(step);
                }
                else
                {
                    Assert.Equal(queue.Dequeue(), ring.PopFront());
                }

                Assert.Equal(queue, Enumerable.Range(0, ring.Count).Select(index => ring[index]));
            }
        });

    [Theory]
    [InlineData(-1)]
    [InlineData(2)]
    public void An_index_outside_is_refused(int index)
    {
        var ring = new RingBuffer<int>();
        ring.PushBack(1);
        ring.PushBack(2);

        Assert.Throws<ArgumentOutOfRangeException>(() => ring[index]);
    }

    [Fact]
    public void Nothing_is_taken_from_an_empty_ring()
    {
        Assert.Throws<InvariantViolationException>(() => new RingBuffer<int>().PopFront());
    }

    [Fact]
    public void What_was_taken_is_not_kept_alive()
    {
        var ring = new RingBuffer<string>();
        ring.PushBack("a");
        ref var slot = ref ring[0];

        ring.PopFront();

        Assert.Null(slot);
    }
}
