using SolConnect.Relay.TestKit;

namespace SolConnect.Relay.Functional.Tests.Failover;

/// <summary>A relay stops in good order: it asks its clients to leave and closes with 1012.</summary>
public sealed class LeavingRelayTests
{
    [Fact]
    public async Task A_primary_that_says_go_away_is_left_before_it_closes()
    {
        await using var fleet = await RelayFleet.StartAsync(
            3, relay => relay.ShutdownGrace = TimeSpan.FromMilliseconds(100));
        await using var transport = await fleet.ConnectAsync();
        var events = new EventRecorder(transport);
        var old = fleet.PrimaryOf(transport);

        await old.StopAsync();
        var started = await events.WaitForAsync<FailoverStartedEventArgs>();
        var completed = await events.WaitForAsync<FailoverCompletedEventArgs>();
        var closed = await events.WaitForAsync<ConnectionClosedEventArgs>(closed => closed.WasOpen);

        Assert.Equal((old.Endpoint, FailoverReason.GoAway), (started.OldRelay, started.Reason));
        Assert.Equal((old.Endpoint, FailoverReason.GoAway), (completed.OldRelay, completed.Reason));
        Assert.Equal(fleet.PrimaryOf(transport).Endpoint, completed.NewRelay);
        Assert.Equal((old.Endpoint, CloseReason.ClosedByRelay), (closed.Relay, closed.Reason));
        Assert.Contains("1012", closed.Detail, StringComparison.Ordinal);
        Assert.False(closed.WasPrimary);
    }

    [Fact]
    public async Task A_planned_leave_is_not_counted_as_a_failover()
    {
        await using var fleet = await RelayFleet.StartAsync(
            3, relay => relay.ShutdownGrace = TimeSpan.FromMilliseconds(100));
        await using var transport = await fleet.ConnectAsync();
        var events = new EventRecorder(transport);

        await fleet.PrimaryOf(transport).StopAsync();
        await events.WaitForAsync<FailoverCompletedEventArgs>();

        var metrics = transport.GetRelayMetrics();
        Assert.Equal(0, metrics.FailoverCount);
        Assert.Null(metrics.LastFailover);
    }

    [Fact]
    public async Task Relays_may_be_restarted_one_after_another_under_a_stream_of_messages()
    {
        await using var fleet = await RelayFleet.StartAsync(
            3, relay => relay.ShutdownGrace = TimeSpan.FromMilliseconds(100));
        await using var sender = await fleet.ConnectAsync();
        await using var receiver = await fleet.ConnectAsync();
        await using var subscription = await receiver.SubscribeAsync("topic");
        var reader = new MessageReader(subscription);
        var stream = new NumberedSender(sender, "topic");

        foreach (var relay in fleet.Relays)
        {
            var stopping = relay.StopAsync();
            while (!stopping.IsCompleted)
            {
                await stream.SendAsync(10);
                await stream.FinishAsync();
            }

            await stopping;
            await relay.RestartAsync(keepLog: false);
            await sender.WaitForStateAsync(TransportState.Connected);
            await receiver.WaitForStateAsync(TransportState.Connected);
        }

        await reader.WaitForAsync(stream.Sent);
        Assert.Equal(NumberedSender.Texts(stream.Sent), reader.Texts);
        Assert.All(stream.Receipts, receipt => Assert.Equal(2, receipt.Acks));
        Assert.Equal(0, receiver.GetRelayMetrics().GapCount);
    }
}
