using System.Diagnostics.Metrics;
using SolConnect.Relay.Core.Delivery;
using SolConnect.Relay.Diagnostics;
using SolConnect.Relay.Failover;
using SolConnect.Relay.Tests.Failover;

namespace SolConnect.Relay.Tests.Diagnostics.Telemetry;

/// <summary>Sends are counted and timed under the names of the conventions, and cost nothing while nobody listens.</summary>
[Collection(nameof(ListenersAlone))]
public sealed class SendMetricsTests
{
    private const string Sent = "messaging.client.sent.messages";
    private const string Duration = "messaging.client.operation.duration";

    private readonly ManualTimeProvider _time = new();

    [Fact]
    public async Task A_send_is_counted_and_timed_with_the_attributes_that_the_conventions_require()
    {
        var world = Create();
        using var recorder = new MeasurementRecorder();
        var sending = world.SendAsync();
        _time.Advance(TimeSpan.FromMilliseconds(250));

        world.Receipt(world.TakePublished()[0]);
        await sending;

        var sent = Assert.Single(recorder.Of(Sent));
        Assert.Equal(1, sent.Value);
        Assert.Equal(("solconnect_relay", "send"), (sent["messaging.system"], sent["messaging.operation.name"]));
        Assert.Equal(2, sent.Tags.Count);
        var duration = Assert.Single(recorder.Of(Duration));
        Assert.Equal(0.25, duration.Value, tolerance: 1e-6);
        Assert.Equal("send", duration["messaging.operation.type"]);
    }

    [Fact]
    public async Task Only_who_asks_for_it_gets_the_topic()
    {
        var world = Create(withTopic: true);
        using var recorder = new MeasurementRecorder();
        var sending = world.SendAsync();

        world.Receipt(world.TakePublished()[0]);
        await sending;

        Assert.Equal("topic", Assert.Single(recorder.Of(Sent))["messaging.destination.name"]);
        Assert.Equal("topic", Assert.Single(recorder.Of(Duration))["messaging.destination.name"]);
    }

    [Theory]
    [InlineData(nameof(SendOutcome.TimedOut), "send_timeout")]
    [InlineData(nameof(SendOutcome.Rejected), "message_rejected")]
    [InlineData(nameof(SendOutcome.Stopped), "send_stopped")]
    [InlineData(nameof(SendOutcome.Cancelled), "cancelled")]
    public async Task A_send_without_a_receipt_is_counted_with_its_error(string outcome, string errorType)
    {
        var world = Create();
        using var recorder = new MeasurementRecorder();
        var sending = world.SendAsync();

        world.Settle(world.TakePublished()[0], GateWorld.Result(Enum.Parse<SendOutcome>(outcome)));
        await Assert.ThrowsAnyAsync<Exception>(() => sending);

        Assert.Equal(errorType, Assert.Single(recorder.Of(Sent))["error.type"]);
        Assert.Equal(errorType, Assert.Single(recorder.Of(Duration))["error.type"]);
    }

    [Fact]
    public async Task A_send_that_is_refused_before_it_went_anywhere_is_counted_too()
    {
        var world = Create(messages: 1, mode: OutboxFullMode.Reject);
        using var recorder = new MeasurementRecorder();
        _ = world.SendAsync();

        await Assert.ThrowsAsync<OutboxFullException>(() => world.SendAsync());

        Assert.Equal("outbox_full", Assert.Single(recorder.Of(Sent))["error.type"]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_send_allocates_nothing_whether_or_not_somebody_listens(bool listens)
    {
        using var listener = new MeterListener();
        var heard = 0;
        listener.InstrumentPublished = (instrument, meterListener) =>
        {
            if (listens && instrument.Meter.Name == RelayTelemetry.MeterName)
            {
                meterListener.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<long>((_, _, _, _) => heard++);
        listener.SetMeasurementEventCallback<double>((_, _, _, _) => heard++);
        listener.Start();
        var world = Create();
        var sends = new SendTurn(world);
        sends.Repeat(2_000);

        var before = GC.GetAllocatedBytesForCurrentThread();
        sends.Repeat(5_000);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.InRange(allocated / 5_000.0, 0, 0.5);
        Assert.Equal(listens ? 14_000 : 0, heard);
    }

    [Fact]
    public async Task A_listener_that_throws_costs_figures_and_no_send()
    {
        var world = Create();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, meterListener) =>
        {
            if (instrument.Meter.Name == RelayTelemetry.MeterName)
            {
                meterListener.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<long>((_, _, _, _) => throw new InvalidOperationException("a broken exporter"));
        listener.Start();
        var sending = world.SendAsync();

        world.Receipt(world.TakePublished()[0]);

        Assert.Equal(2, (await sending).Acks);
    }

    private GateWorld Create(bool withTopic = false, int messages = 2, OutboxFullMode mode = OutboxFullMode.Wait)
    {
        var clock = new SessionClock(_time);
        return new(messages, mode: mode, telemetry: new MessageTelemetry(clock, withTopic));
    }

    /// <summary>A send from its beginning to its receipt, without what the test world itself allocates.</summary>
    private sealed class SendTurn(GateWorld world)
    {
        private readonly byte[] _payload = new byte[10];
        private readonly ProducerIdentity _identity = new(new(Guid.Empty), 1);

        public void Repeat(int times)
        {
            for (; times > 0; times--)
            {
                var send = world.Pool.Rent();
                send.Begin("topic", _payload, timestamp: 0, world.Now, RelayActivities.HeadersFor(null));
                var receipt = send.Task;
                world.Gate.Enter(send);
                var taken = world.Gate.TakeEntered(most: 1, out _);
                send.Enter(_identity);
                send.End(SendOutcome.Receipted, DeliveryStatus.Unknown, 2, Durability.Received, TimeSpan.Zero);
                world.Gate.Settle(taken);
                send.ReleaseMessage();
#pragma warning disable xUnit1031 // It is complete.
                _ = receipt.GetAwaiter().GetResult();
#pragma warning restore xUnit1031
            }
        }
    }
}
