namespace SolConnect.Relay.Tests;

public sealed class MailboxTests
{
    [Fact]
    public void What_was_put_in_is_taken_in_that_order_up_to_the_capacity()
    {
        var box = new Mailbox<int>(2);

        Assert.Equal((true, true, false), (box.TryPut(1), box.TryPut(2), box.TryPut(3)));

        Assert.True(box.TryTake(out var first));
        Assert.True(box.TryPut(4));
        Assert.True(box.TryTake(out var second));
        Assert.True(box.TryTake(out var third));
        Assert.False(box.TryTake(out _));
        Assert.Equal((1, 2, 4), (first, second, third));
    }

    [Fact]
    public async Task The_reader_waits_until_something_is_put_in_again_and_again()
    {
        var box = new Mailbox<int>(1);
        for (var round = 0; round < 3; round++)
        {
            var waiting = box.WaitAsync().AsTask();
            Assert.False(waiting.IsCompleted);

            box.TryPut(round);

            Assert.True(await waiting.WithinPatienceAsync("the item"));
            Assert.True(await box.WaitAsync(), "It is still there.");
            Assert.True(box.TryTake(out var item));
            Assert.Equal(round, item);
        }
    }

    [Fact]
    public async Task The_reader_goes_on_upon_another_thread_than_the_one_that_puts()
    {
        var box = new Mailbox<int>(1);
        async Task<int> ReadAsync()
        {
            await box.WaitAsync();
            return Environment.CurrentManagedThreadId;
        }

        var reading = ReadAsync();
        box.TryPut(1);

        // While the reader has not run, this thread stays here; were it the same thread, it would have run by now.
        var putter = Environment.CurrentManagedThreadId;
#pragma warning disable xUnit1031 // Blocking is the point.
        var reader = reading.WithinPatienceAsync("the reader").GetAwaiter().GetResult();
#pragma warning restore xUnit1031
        Assert.NotEqual(putter, reader);
        Assert.True(await box.WaitAsync());
    }

    [Fact]
    public async Task What_is_handed_over_is_read_within_the_call_and_what_comes_meanwhile_behind_it()
    {
        var box = new Mailbox<int>(2);
        var taken = new List<(int Item, int Thread)>();
        async Task ReadAsync()
        {
            while (await box.WaitAsync())
            {
                while (box.TryTake(out var item))
                {
                    taken.Add((item, Environment.CurrentManagedThreadId));
                    if (item == 1)
                    {
                        Assert.True(box.TryHandOver(2)); // The reader is busy, so this only puts it in.
                        Assert.Single(taken);
                    }
                }
            }
        }

        var reading = ReadAsync();
        Assert.True(box.TryHandOver(1));

        var here = Environment.CurrentManagedThreadId;
        Assert.Equal([(1, here), (2, here)], taken);
        box.Close();
        await reading.WithinPatienceAsync("the reader's end");
        Assert.False(box.TryHandOver(3));
    }

    [Fact]
    public async Task Closed_it_takes_nothing_and_gives_what_it_has()
    {
        var box = new Mailbox<int>(2);
        box.TryPut(1);

        box.Close();

        Assert.False(box.TryPut(2));
        Assert.True(await box.WaitAsync());
        Assert.True(box.TryTake(out _));
        Assert.False(await box.WaitAsync());
    }

    [Fact]
    public async Task Closing_ends_the_wait()
    {
        var box = new Mailbox<int>(1);
        var waiting = box.WaitAsync().AsTask();

        box.Close();
        box.Close();

        Assert.False(await waiting.WithinPatienceAsync("the end"));
        Assert.True(box.IsClosed);
    }

    [Fact]
    public async Task Of_what_many_threads_put_in_the_reader_gets_everything()
    {
        const int threads = 4;
        const int each = 20_000;
        var box = new Mailbox<int>(threads * each);
        var putting = Task.WhenAll(Enumerable.Range(0, threads).Select(thread => Task.Run(() =>
        {
            for (var number = 0; number < each; number++)
            {
                box.TryPut((thread * each) + number);
            }
        })));
        var taken = new List<int>();
        async Task ReadAsync()
        {
            while (await box.WaitAsync())
            {
                while (box.TryTake(out var item))
                {
                    taken.Add(item);
                }
            }
        }

        var reading = ReadAsync();
        await putting;
        box.Close();
        await reading.WithinPatienceAsync("the reader");

        Assert.Equal(Enumerable.Range(0, threads * each), taken.Order());
        Assert.All(
            taken.GroupBy(item => item / each), ofOne => Assert.Equal(ofOne.Order(), ofOne));
    }
}
