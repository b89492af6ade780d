using System.Diagnostics;
using SolConnect.Relay.TestKit;

namespace SolConnect.Relay.Functional.Tests.Telemetry;

/// <summary>A trace goes with its message through a relay. Listeners belong to the process, so nothing runs beside.</summary>
[Collection(nameof(Alone))]
public sealed class TracingTests : IDisposable
{
    private readonly ActivitySource _application = new("application");
    private readonly List<Activity> _stopped = [];
    private ActivityListener? _listener;

    [Fact]
    public async Task A_send_is_an_activity_of_its_callers_trace_and_the_receiver_links_to_it()
    {
        Listen(RelayTelemetry.ActivitySourceName, _application.Name);
        await using var fleet = await RelayFleet.StartAsync(2);
        await using var transport = await fleet.ConnectAsync();
        await using var subscription = await transport.SubscribeAsync("traced");

        using (var mine = _application.StartActivity("order"))
        {
            var sending = transport.SendTextAsync("traced", "text");
            Assert.Same(mine, Activity.Current);
            await sending;
            Assert.Same(mine, Activity.Current);
        }

        var message = (await subscription.TakeAsync(1))[0];

        var order = Stopped("order");
        var send = Stopped("send traced");
        var receive = Stopped("receive traced");
        Assert.Equal((order.TraceId, order.SpanId, ActivityKind.Producer), (send.TraceId, send.ParentSpanId, send.Kind));
        Assert.Equal(message.Id.ToString(), send.GetTagItem("messaging.message.id"));
        Assert.Equal(2, send.GetTagItem("solconnect.relay.receipt.acks"));
        Assert.Equal(ActivityStatusCode.Unset, send.Status);
        Assert.True(message.TryGetTraceContext(out var context));
        Assert.Equal((send.TraceId, send.SpanId), (context.TraceId, context.SpanId));
        Assert.Equal(ActivityKind.Consumer, receive.Kind);
        Assert.Equal(context, Assert.Single(receive.Links).Context);
        Assert.Equal("traced", receive.GetTagItem("messaging.destination.name"));
    }

    [Fact]
    public async Task A_trace_that_is_recorded_goes_with_the_message_although_nobody_listens_to_the_library()
    {
        Listen(_application.Name);
        await using var fleet = await RelayFleet.StartAsync(2);
        await using var transport = await fleet.ConnectAsync();
        await using var subscription = await transport.SubscribeAsync("traced");
        using var mine = _application.StartActivity("order")!;
        mine.TraceStateString = "vendor=1";

        await transport.SendTextAsync("traced", "text");

        var message = (await subscription.TakeAsync(1))[0];
        Assert.True(message.TryGetTraceContext(out var context));
        Assert.Equal((mine.TraceId, mine.SpanId, "vendor=1"), (context.TraceId, context.SpanId, context.TraceState));
        Assert.True(context.IsRemote);
    }

    [Fact]
    public async Task Without_a_recorded_trace_nothing_travels()
    {
        await using var fleet = await RelayFleet.StartAsync(2);
        await using var transport = await fleet.ConnectAsync();
        await using var subscription = await transport.SubscribeAsync("bare");
        using var unrecorded = new Activity("unrecorded").Start();

        await transport.SendTextAsync("bare", "text");

        var message = (await subscription.TakeAsync(1))[0];
        Assert.True(message.Headers.IsEmpty);
        Assert.False(message.TryGetTraceContext(out _));
    }

    [Fact]
    public async Task A_send_that_fails_says_so_in_its_activity()
    {
        Listen(RelayTelemetry.ActivitySourceName);
        await using var fleet = await RelayFleet.StartAsync(2);
        await using var transport = await fleet.ConnectAsync(options =>
        {
            options.RequiredAcks = 2;
            options.MessageTimeout = TimeSpan.FromMilliseconds(200);
        });
        await fleet.Relays[0].KillAsync();

        await Assert.ThrowsAsync<SendFailedException>(async () => await transport.SendTextAsync("lost", "text"));

        var send = Stopped("send lost");
        Assert.Equal((ActivityStatusCode.Error, "send_timeout"), (send.Status, send.GetTagItem("error.type")));
    }

    [Fact]
    public async Task A_failover_is_an_activity_with_its_phases()
    {
        Listen(RelayTelemetry.ActivitySourceName);
        await using var fleet = await RelayFleet.StartAsync(3);
        await using var transport = await fleet.ConnectAsync();
        var events = new EventRecorder(transport);

        await fleet.PrimaryOf(transport).KillAsync();
        var completed = await events.WaitForAsync<FailoverCompletedEventArgs>();

        var failover = Stopped("failover");
        Assert.Equal(completed.OldRelay.Id, failover.GetTagItem("solconnect.relay.failover.old_relay"));
        Assert.Equal(completed.NewRelay.Id, failover.GetTagItem("solconnect.relay.failover.new_relay"));
        Assert.Equal("connection_lost", failover.GetTagItem("solconnect.relay.failover.reason"));
        Assert.Equal("detected", Assert.Single(failover.Events).Name);
    }

    public void Dispose()
    {
        _listener?.Dispose();
        _application.Dispose();
    }

    private void Listen(params string[] sources)
    {
        _listener = new()
        {
            ShouldListenTo = source => sources.Contains(source.Name),
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity =>
            {
                lock (_stopped)
                {
                    _stopped.Add(activity);
                }
            },
        };
        ActivitySource.AddActivityListener(_listener);
    }

    private Activity Stopped(string name)
    {
        lock (_stopped)
        {
            return _stopped.Single(activity => activity.DisplayName == name);
        }
    }
}
