using System.Diagnostics;
using Microsoft.Extensions.Logging;
using SolConnect.Relay.TestKit;

namespace SolConnect.Relay.Functional.Tests.CancelAndDispose;

/// <summary>The end may come at any moment: it comes in time, and every send has exactly one outcome.</summary>
public sealed class DisposeTests
{
    // Beyond DrainTimeout, for a machine that is busy with something else. Without the bound a send could wait 30 s.
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task Disposing_during_a_failover_ends_every_send_once_and_in_time()
    {
        await using var fleet = await RelayFleet.StartAsync(3);
        for (var round = 0; round < 5; round++)
        {
            var logs = new RecordingLoggerFactory();
            var transport = await fleet.ConnectAsync(
                options => options.DrainTimeout = TimeSpan.FromSeconds(1), logs);
            var victim = fleet.PrimaryOf(transport);
            var killing = victim.KillAsync();
            var sends = Enumerable.Range(0, 500)
                .Select(_ => transport.SendTextAsync("topic", "text").AsTask()).ToList();

            var watch = Stopwatch.StartNew();
            await transport.DisposeAsync();
            var took = watch.Elapsed;

            Assert.InRange(took, TimeSpan.Zero, TimeSpan.FromSeconds(1) + Slack);
            var metrics = transport.GetRelayMetrics();
            Assert.Equal(500, metrics.TotalMessagesSent + metrics.TotalMessagesFailed);
            await Patience.UntilAsync(() => sends.TrueForAll(send => send.IsCompleted), "every outcome");
            Assert.Equal(metrics.TotalMessagesFailed, sends.Count(send => send.IsFaulted));
            Assert.All(sends.Where(send => send.IsFaulted), AssertStopped);
            Assert.DoesNotContain(logs.Entries, entry => entry.Level >= LogLevel.Error);
            await killing;
            await victim.RestartAsync(keepLog: true);
        }
    }

    [Fact]
    public async Task Disposing_with_all_relays_down_tells_the_waiting_sends_that_nothing_was_sent()
    {
        await using var fleet = await RelayFleet.StartAsync(2);
        var transport = await fleet.ConnectAsync(options =>
        {
            options.DrainTimeout = TimeSpan.FromMilliseconds(200);
            options.OutboxCapacity = 5;
        });
        await fleet.KillAllAsync();
        await transport.WaitForStateAsync(TransportState.Offline);
        var sends = Enumerable.Range(0, 10).Select(_ => transport.SendTextAsync("topic", "text").AsTask()).ToList();
        var subscribing = transport.SubscribeAsync("topic").AsTask();

        var watch = Stopwatch.StartNew();
        await transport.DisposeAsync();

        Assert.InRange(watch.Elapsed, TimeSpan.Zero, Slack);
        foreach (var send in sends)
        {
            var error = await Assert.ThrowsAsync<SendFailedException>(() => send.WithinPatienceAsync("its outcome"));
            Assert.Equal((RelayErrorCode.SendStopped, DeliveryStatus.NotSent), (error.Code, error.Delivery));
        }

        await Assert.ThrowsAnyAsync<InvalidOperationException>(() => subscribing)
            .WithinPatienceAsync("the end of SubscribeAsync");
    }

    [Fact]
    public async Task Disposing_while_a_relay_hangs_in_the_handshake_does_not_wait_for_it()
    {
        await using var relay = new FakeRelay("hanging", connection => connection.HangAsync());
        var transport = new RelayWebSocketTransport(new()
        {
            Relays = [relay.Endpoint],
            ConnectionTimeout = TimeSpan.FromMinutes(2),
        });
        var connecting = transport.ConnectAsync();
        await Patience.UntilAsync(() => relay.Connections > 0, "the dial");

        await transport.DisposeAsync().AsTask().WithinPatienceAsync("DisposeAsync");

        await Assert.ThrowsAsync<ObjectDisposedException>(() => connecting);
    }

    [Fact]
    public async Task Disposing_ends_enumerations_normally()
    {
        await using var fleet = await RelayFleet.StartAsync(2);
        var transport = await fleet.ConnectAsync();
        var reader = new MessageReader(await transport.SubscribeAsync("topic"));

        await transport.DisposeAsync();

        await reader.Completion.WithinPatienceAsync("the end of the enumeration");
    }

    [Fact]
    public async Task Connecting_disconnecting_and_disposing_at_once_leave_nothing_hanging()
    {
        await using var fleet = await RelayFleet.StartAsync(2);
        for (var round = 0; round < 10; round++)
        {
            var logs = new RecordingLoggerFactory();
            var transport = new RelayWebSocketTransport(fleet.Options(), logs);
            var random = new Random(round);
            var calls = Enumerable.Range(0, 60).Select(call => CallAsync(transport, random.Next(5))).ToList();
            await Task.Yield();
            calls.Add(transport.DisposeAsync().AsTask());
            calls.AddRange(Enumerable.Range(0, 20).Select(call => CallAsync(transport, random.Next(5))));

            await Task.WhenAll(calls).WithinPatienceAsync($"all calls of round {round}");

            Assert.Equal(TransportState.Closed, transport.State);
            Assert.DoesNotContain(logs.Entries, entry => entry.Level >= LogLevel.Error);
        }

        await Patience.UntilAsync(() => fleet.Relays.Sum(relay => relay.Connections) == 0, "no connection");
    }

    [Fact]
    public async Task Connecting_while_it_disconnects_waits_and_connects_again()
    {
        await using var fleet = await RelayFleet.StartAsync(2);
        await using var transport = await fleet.ConnectAsync();

        var disconnecting = transport.DisconnectAsync();
        var connecting = transport.ConnectAsync();
        await Task.WhenAll(disconnecting, connecting).WithinPatienceAsync("both calls");
        await transport.WaitForStateAsync(TransportState.Connected);

        Assert.Equal(2, (await transport.SendTextAsync("topic", "text")).Acks);
    }

    // Only errors that tell the caller to blame the moment are allowed.
    private static async Task CallAsync(RelayWebSocketTransport transport, int which)
    {
        await Task.Yield();
        try
        {
            await (which switch
            {
                0 or 1 => transport.ConnectAsync(),
                2 => transport.DisconnectAsync(),
                3 => transport.SendTextAsync("topic", "text").AsTask(),
                _ => SubscribeAsync(transport),
            });
        }
        catch (Exception error) when (error is InvalidOperationException or SendFailedException)
        {
        }
    }

    private static async Task SubscribeAsync(RelayWebSocketTransport transport)
    {
        await using var subscription = await transport.SubscribeAsync("topic");
    }

    private static void AssertStopped(Task<DeliveryReceipt> send)
    {
        var error = Assert.IsType<SendFailedException>(send.Exception!.InnerException);
        Assert.Equal(RelayErrorCode.SendStopped, error.Code);
        Assert.NotNull(error.Delivery);
    }
}
