using SolConnect.Relay.Core.Delivery;

namespace SolConnect.Relay.Core.Tests.Delivery;

/// <summary>What a checkpoint covers while messages wait between the machine and the application.</summary>
public sealed class CheckpointProgressTests
{
    private readonly SubscriptionProgress _progress = new("t", maxProducers: 3, resumedFrom: null);

    [Fact]
    public void It_covers_what_was_taken_the_current_message_included_and_nothing_that_waits()
    {
        HandOut(3);

        _progress.Taken(Id(1));
        _progress.Taken(Id(2));

        Assert.Equal([Id(2)], Checkpoint.LastMessages);
        Assert.Equal("t", Checkpoint.Topic);
    }

    [Fact]
    public void A_position_counts_once_everything_before_it_was_taken()
    {
        HandOut(2);
        _progress.Reached(At(2));
        HandOut(1);

        _progress.Taken(Id(1));
        Assert.Empty(Checkpoint.Positions);
        _progress.Taken(Id(2));

        Assert.Equal([At(2)], Checkpoint.Positions);
    }

    [Fact]
    public void A_position_counts_at_once_when_nothing_waits()
    {
        _progress.Reached(At(7));

        Assert.Equal([At(7)], Checkpoint.Positions);
    }

    [Fact]
    public void What_was_skipped_counts_no_later_than_the_position_behind_it()
    {
        HandOut(1);
        _progress.Skipped(Id(2));
        _progress.Reached(At(2));
        HandOut(1);
        _progress.Skipped(Id(4));
        _progress.Reached(At(4));
        Assert.Empty(Checkpoint.LastMessages);

        _progress.Taken(Id(1));
        Assert.Equal([Id(2)], Checkpoint.LastMessages);
        Assert.Equal([At(2)], Checkpoint.Positions);

        _progress.Taken(Id(3));
        Assert.Equal([Id(4)], Checkpoint.LastMessages);
        Assert.Equal([At(4)], Checkpoint.Positions);
    }

    [Fact]
    public void However_long_the_queue_the_position_follows_as_it_is_read()
    {
        for (var offset = 1; offset <= 1_000; offset++)
        {
            HandOut(1);
            _progress.Reached(At(offset));
        }

        var behind = new List<long>();
        for (var taken = 1; taken <= 1_000; taken++)
        {
            _progress.Taken(Id(taken));
            behind.Add(taken - Checkpoint.Positions[0].Offset);
        }

        Assert.All(behind, gap => Assert.True(gap >= 0));
        Assert.Equal(0, behind[^1]);
        Assert.Equal(1, Checkpoint.Positions[0].Log.Value.ToByteArray()[0]);
    }

    [Fact]
    public void A_log_that_was_set_back_is_read_from_there_again()
    {
        _progress.Reached(At(9));
        _progress.Reached(At(4));

        Assert.Equal([At(4)], Checkpoint.Positions);
    }

    [Fact]
    public void The_logs_that_moved_last_are_kept()
    {
        for (var log = 1; log <= SubscriptionProgress.MaxLogs; log++)
        {
            _progress.Reached(At(1, log));
        }

        _progress.Reached(At(2, log: 1));
        _progress.Reached(At(1, log: 100));

        Assert.Equal(SubscriptionProgress.MaxLogs, Checkpoint.Positions.Count);
        Assert.DoesNotContain(At(1, log: 2), Checkpoint.Positions);
        Assert.Equal([At(2, log: 1), At(1, log: 100)], Checkpoint.Positions.TakeLast(2));
    }

    [Fact]
    public void The_producers_that_were_heard_of_last_are_kept()
    {
        HandOut(5);
        foreach (var producer in new[] { 1, 2, 3, 1, 4 })
        {
            _progress.Taken(Id(1, producer));
        }

        Assert.Equal([Id(1, 3), Id(1, 1), Id(1, 4)], Checkpoint.LastMessages);
    }

    [Fact]
    public void A_resumed_one_begins_with_what_it_was_given()
    {
        var first = new SubscriptionCheckpoint("t", [At(5)], [Id(8), Id(2, producer: 2)]);
        var progress = new SubscriptionProgress("t", 3, first);
        progress.HandedOut();
        progress.Taken(Id(9));

        Assert.Equal([Id(2, producer: 2), Id(9)], progress.ToCheckpoint().LastMessages);
        Assert.Equal([At(5)], progress.ToCheckpoint().Positions);
    }

    [Fact]
    public void A_message_costs_no_memory()
    {
        var (message, skipped, position) = (Id(1), Id(1, producer: 2), At(1));
        for (var turn = 0; turn < 10; turn++)
        {
            Turn();
        }

        var before = GC.GetAllocatedBytesForCurrentThread();

        for (var turn = 0; turn < 10_000; turn++)
        {
            Turn();
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void Turn()
        {
            HandOut(2);
            _progress.Skipped(skipped);
            _progress.Reached(position);
            _progress.Taken(message);
            _progress.Taken(message);
        }
    }

    private SubscriptionCheckpoint Checkpoint => _progress.ToCheckpoint();

    private void HandOut(int count)
    {
        for (; count > 0; count--)
        {
            _progress.HandedOut();
        }
    }

    private static MessageId Id(long sequence, int producer = 1) =>
        new(new(new Guid(producer, 7, 0, new byte[8])), 1, sequence);

    private static LogPosition At(long offset, int log = 1) => new(new(new Guid(log, 0, 0, new byte[8])), offset);
}
