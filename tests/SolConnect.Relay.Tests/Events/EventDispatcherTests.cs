using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using SolConnect.Relay.Events;

namespace SolConnect.Relay.Tests.Events;

public class EventDispatcherTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly RecordingLogger _logger = new();

    [Fact]
    public async Task Events_are_raised_in_the_order_in_which_they_were_posted()
    {
        var seen = new List<int>();
        var dispatcher = Create(Patience);

        for (var i = 0; i < 500; i++)
            dispatcher.Post<int>("Test", (_, number) => seen.Add(number), this, i);
        await dispatcher.DisposeAsync();

        Assert.Equal(Enumerable.Range(0, 500), seen);
    }

    [Fact]
    public async Task A_handler_runs_on_another_thread_than_the_one_that_posts_and_gets_the_sender()
    {
        var handled = new TaskCompletionSource<(object? Sender, bool OffThread)>();
        await using var dispatcher = Create(Patience);

        // While the handler has not run, this thread stays here; were it the same thread, this would never end.
        var poster = Environment.CurrentManagedThreadId;
        dispatcher.Post<int>(
            "Test", (sender, _) => handled.SetResult((sender, Environment.CurrentManagedThreadId != poster)), this, 1);
#pragma warning disable xUnit1031 // Blocking is the point.
        var (sender, offThread) = handled.Task.GetAwaiter().GetResult();
#pragma warning restore xUnit1031

        Assert.True(offThread);
        Assert.Same(this, sender);
    }

    [Fact]
    public async Task A_handler_that_throws_is_logged_and_harms_neither_the_next_handler_nor_the_next_event()
    {
        var seen = new List<int>();
        var dispatcher = Create(Patience);
        EventHandler<int> handlers = (_, _) => throw new InvalidOperationException("broken");
        handlers += (_, number) => seen.Add(number);

        dispatcher.Post("Test", handlers, this, 1);
        dispatcher.Post("Test", handlers, this, 2);
        await dispatcher.DisposeAsync();

        Assert.Equal([1, 2], seen);
        Assert.Equal(2, _logger.Entries.Count(entry => entry is { Level: LogLevel.Error, Id.Id: 600 }));
    }

    [Fact]
    public async Task When_handlers_fall_behind_the_oldest_events_are_dropped_counted_and_logged_sparingly()
    {
        using var entered = new ManualResetEventSlim();
        using var release = new ManualResetEventSlim();
        var seen = new ConcurrentQueue<int>();
        var dispatcher = Create(Patience);
        dispatcher.Post<int>("Test", (_, _) => { entered.Set(); release.Wait(); }, this, -1);
        entered.Wait();

        for (var i = 0; i < EventDispatcher.Capacity + 10; i++)
            dispatcher.Post<int>("Test", (_, number) => seen.Enqueue(number), this, i);
        release.Set();
        await dispatcher.DisposeAsync();

        Assert.Equal(Enumerable.Range(10, EventDispatcher.Capacity), seen);
        Assert.Equal(10, dispatcher.Dropped);
        // Ten drops: loud at the 1st, 2nd, 4th and 8th.
        Assert.Equal(4, _logger.Entries.Count(entry => entry is { Level: LogLevel.Warning, Id.Id: 601 }));
    }

    [Fact]
    public async Task Nothing_is_raised_after_disposal()
    {
        var calls = 0;
        var dispatcher = Create(Patience);
        await dispatcher.DisposeAsync();

        dispatcher.Post<int>("Test", (_, _) => calls++, this, 1);
        await dispatcher.DisposeAsync();

        Assert.Equal(0, calls);
    }

    [Fact]
    public async Task Disposal_does_not_wait_for_ever_for_a_handler_that_hangs_and_calls_no_other_one_then()
    {
        using var entered = new ManualResetEventSlim();
        using var release = new ManualResetEventSlim();
        var finished = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var calls = 0;
        var dispatcher = Create(patience: TimeSpan.Zero);
        EventHandler<int> handlers = (_, _) => { entered.Set(); release.Wait(); finished.SetResult(); };
        handlers += (_, _) => calls++;
        dispatcher.Post("Test", handlers, this, 1);
        dispatcher.Post<int>("Test", (_, _) => calls++, this, 2);
        entered.Wait();

        await dispatcher.DisposeAsync();
        release.Set();
        await finished.Task;
        await dispatcher.Completion;

        Assert.Equal(0, calls);
        Assert.Contains(_logger.Entries, entry => entry is { Level: LogLevel.Warning, Id.Id: 602 });
    }

    [Fact]
    public async Task A_handler_may_dispose_and_wait_for_it()
    {
        var dispatcher = Create(Timeout.InfiniteTimeSpan);
        var handled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

        dispatcher.Post<int>(
            "Test",
            (_, _) =>
            {
                // Asynchronous on the way, as disposing a transport is.
                Task.Run(async () => await dispatcher.DisposeAsync()).GetAwaiter().GetResult();
                handled.SetResult();
            },
            this, 1);

        await handled.Task;
        await dispatcher.Completion;
    }

    private EventDispatcher Create(TimeSpan patience) => new(_logger, TimeProvider.System, patience);
}
