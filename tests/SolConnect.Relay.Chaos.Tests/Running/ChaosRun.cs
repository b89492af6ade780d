using SolConnect.Relay.Chaos.Tests.Checks;
using SolConnect.Relay.Simulation.Histories;
using SolConnect.Relay.TestKit;

namespace SolConnect.Relay.Chaos.Tests.Running;

/// <summary>
/// A stream of numbered messages from one transport to another, over the same relays, while a test breaks things;
/// and the judgement over it in the end.
/// </summary>
internal sealed class ChaosRun : IAsyncDisposable
{
    private readonly ChaosOptions _options;
    private readonly OpenLoopPublisher _stream;
    private readonly int _relays;

    private ChaosRun(
        ChaosOptions options, RelayWebSocketTransport publisher, RelayWebSocketTransport subscriber,
        IMessageSubscription subscription, string topic, int relays)
    {
        (_options, Publisher, Subscriber, _relays) = (options, publisher, subscriber, relays);
        (PublisherEvents, SubscriberEvents) = (new(publisher), new(subscriber));
        _stream = new(publisher, topic, options.Every, History);
        Reader = new(subscription, History);
        subscriber.Manager.GapDetected += (_, gap) => History.Tell(gap.Gap);
    }

    public RelayWebSocketTransport Publisher { get; }

    public RelayWebSocketTransport Subscriber { get; }

    public EventRecorder PublisherEvents { get; }

    public EventRecorder SubscriberEvents { get; }

    public PausableReader Reader { get; }

    public RunHistory History { get; } = new();

    /// <summary>The relay that the publisher prefers at the moment.</summary>
    public string Primary => Publisher.GetAvailableRelays().FirstOrDefault(relay => relay.IsPrimary)?.Endpoint.Id ?? "";

    /// <summary>Connects both, subscribes, and returns when messages flow.</summary>
    public static async Task<ChaosRun> StartAsync(
        IEnumerable<RelayEndpoint> publisherRelays, IEnumerable<RelayEndpoint> subscriberRelays, ChaosOptions options)
    {
        // Relays may outlive a run, so each has a topic of its own.
        var topic = $"chaos-{Guid.NewGuid():N}";
        var publisher = await ConnectAsync([.. publisherRelays], options, options.PublisherTime);
        var subscriber = await ConnectAsync([.. subscriberRelays], options, options.SubscriberTime);
        var subscription = await subscriber.SubscribeAsync(topic, new() { BufferBytes = options.BufferBytes });
        var run = new ChaosRun(options, publisher, subscriber, subscription, topic, publisherRelays.Count());
        run.History.Subscribed();
        run.Reader.Start();
        run._stream.Start();
        await run.FlowAsync(50);
        return run;
    }

    /// <summary>Returns when so many more messages have their receipt and so many more have arrived.</summary>
    public async Task FlowAsync(int count)
    {
        var (receipts, deliveries) = (History.Receipts + count, History.Deliveries + count);
        await Patience.UntilAsync(() => History.Receipts >= receipts, $"receipt {receipts}");
        await Patience.UntilAsync(() => History.Deliveries >= deliveries, $"delivery {deliveries}");
    }

    /// <summary>
    /// Returns when so many more have their receipt: subscribers may have to wait for one in between.
    /// </summary>
    public Task ReceiveReceiptsAsync(int count)
    {
        var receipts = History.Receipts + count;
        return Patience.UntilAsync(() => History.Receipts >= receipts, $"receipt {receipts}");
    }

    /// <summary>Returns when everything that has its receipt by now has arrived.</summary>
    public Task CatchUpAsync()
    {
        var receipts = History.Receipts;
        return Patience.UntilAsync(() => History.Deliveries >= receipts, $"delivery {receipts}");
    }

    /// <summary>Returns when so many more messages have been published, whatever becomes of them.</summary>
    public Task PublishAsync(int count)
    {
        var published = History.Published + count;
        return Patience.UntilAsync(() => History.Published >= published, $"message {published}");
    }

    /// <summary>Returns when a client has lost an open connection to a relay, with the reason.</summary>
    public static async Task<CloseReason> LossAsync(EventRecorder events, string relay)
    {
        var loss = await events.WaitForAsync<ConnectionClosedEventArgs>(
            closed => closed.Relay.Id == relay && closed.WasOpen);
        return loss.Reason;
    }

    /// <summary>Returns when the publisher prefers another relay.</summary>
    public Task LeaveAsync(string relay) =>
        Patience.UntilAsync(() => Primary != relay && Primary != "", $"a primary other than '{relay}'");

    /// <summary>Returns when both are connected to all relays.</summary>
    public async Task ConvergeAsync()
    {
        await Publisher.WaitForStateAsync(TransportState.Connected);
        await Subscriber.WaitForStateAsync(TransportState.Connected);
    }

    /// <summary>Everything is healed: ends the stream, lets both converge, ends them, and judges.</summary>
    public async Task FinishAsync()
    {
        var stuck = await DrainAsync();

        // Not the state of this moment: on a busy machine, a relay may be suspected for a moment at any time.
        var isPublisherBack = !_options.EndsConnected || stuck is null;
        History.Checkpoint(
            (RunHistory.Publisher, isPublisherBack ? TransportState.Connected : Publisher.State),
            (RunHistory.Subscriber, stuck is null ? TransportState.Connected : Subscriber.State));
        await StopAsync();
        RunVerdict.AssertKept(History, _options, _relays);
        if (stuck is not null)
        {
            throw stuck;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stream.StopAsync();
        Reader.Resume();
        await Publisher.DisposeAsync();
        await Subscriber.DisposeAsync();
    }

    /// <summary>Returns what did not come to its end; the verdict says more about it.</summary>
    private async Task<TimeoutException?> DrainAsync()
    {
        try
        {
            await FlowAsync(50);
            await _stream.StopAsync();
            await Patience.UntilAsync(() => History.IsSettled, "the outcomes of all sends");
            await Patience.UntilAsync(() => History.IsAccountedFor, "all messages with a receipt");
            await Subscriber.WaitForStateAsync(TransportState.Connected);
            if (_options.EndsConnected)
            {
                await Publisher.WaitForStateAsync(TransportState.Connected);
            }

            return null;
        }
        catch (TimeoutException stuck)
        {
            await _stream.StopAsync();
            return stuck;
        }
    }

    private async Task StopAsync()
    {
        History.OfClient(HistoryKind.StopAsked, RunHistory.Publisher);
        await Publisher.DisposeAsync();
        History.OfClient(HistoryKind.Stopped, RunHistory.Publisher);
        History.OfClient(HistoryKind.StopAsked, RunHistory.Subscriber);
        Reader.Resume();
        await Subscriber.DisposeAsync();
        await Reader.EndAsync().WithinPatienceAsync("the end of the subscription");
        History.OfClient(HistoryKind.Stopped, RunHistory.Subscriber);
    }

    private static async Task<RelayWebSocketTransport> ConnectAsync(
        RelayEndpoint[] relays, ChaosOptions options, TimeProvider time)
    {
        var transport = new RelayWebSocketTransport(new()
        {
            Relays = relays,
            RequiredAcks = options.RequiredAcks,
            ConnectionTimeout = options.ConnectionTimeout,
            TimeProvider = time,
        });
        await transport.ConnectAsync();
        await transport.WaitForStateAsync(TransportState.Connected);
        return transport;
    }
}
