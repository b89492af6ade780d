using SolConnect.Relay.TestKit;
using SolConnect.Relay.TestKit.Faults;

namespace SolConnect.Relay.Functional.Tests.Monitoring;

/// <summary>A primary that gets slow is left while it still works.</summary>
public sealed class PredictiveSwitchoverTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task A_primary_that_gets_slow_is_left_before_it_fails_and_no_message_is_lost()
    {
        await using var fleet = await RelayFleet.StartAsync(3);
        var proxies = fleet.Relays.ToDictionary(relay => relay.Id, relay => new FaultProxy(relay.Endpoint));
        try
        {
            await using var transport = new RelayWebSocketTransport(fleet.Options(options =>
            {
                options.Relays = [.. proxies.Values.Select(proxy => proxy.Endpoint)];
                options.PredictiveSwitchover = true;
            }));
            var events = new EventRecorder(transport);
            await transport.ConnectAsync();
            await transport.WaitForStateAsync(TransportState.Connected);
            await using var subscription = await transport.SubscribeAsync("topic");
            var reader = new MessageReader(subscription);
            var stream = new NumberedSender(transport, "topic");
            await stream.SendAsync(50);
            var slow = fleet.PrimaryOf(transport);

            proxies[slow.Id].FromRelay.Set(new DelayFault(TimeSpan.FromMilliseconds(400)));
            using var patience = new CancellationTokenSource(Limit);
            while (events.Of<FailoverCompletedEventArgs>().Count == 0 && !patience.IsCancellationRequested)
            {
                await stream.SendAsync(1);
            }

            await stream.FinishAsync();

            var moved = Assert.Single(events.Of<FailoverCompletedEventArgs>());
            Assert.Equal((slow.Id, FailoverReason.Predicted), (moved.OldRelay.Id, moved.Reason));
            Assert.Contains("quality", events.Of<FailoverStartedEventArgs>().Single().Detail, StringComparison.Ordinal);
            Assert.Equal(0, transport.GetRelayMetrics().FailoverCount);
            var left = transport.GetAvailableRelays().Single(relay => relay.Endpoint.Id == slow.Id);
            Assert.Equal((RelayState.Standby, false), (left.State, left.IsPublishing));
            await reader.WaitForAsync(stream.Sent);
            Assert.Equal(NumberedSender.Texts(stream.Sent), reader.Texts);
        }
        finally
        {
            foreach (var proxy in proxies.Values)
            {
                await proxy.DisposeAsync();
            }
        }
    }
}
