using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using SolConnect.Relay.TestKit;

namespace SolConnect.Relay.Functional.Tests.Telemetry;

/// <summary>What an application's meter listener hears of real messages.</summary>
[Collection(nameof(Alone))]
public sealed class MetricsTests
{
    [Fact]
    public async Task Messages_that_are_sent_and_received_are_counted_once_each()
    {
        var heard = new ConcurrentQueue<(string Instrument, double Value)>();
        using var listener = Listen(heard);
        await using var fleet = await RelayFleet.StartAsync(3);
        await using var transport = await fleet.ConnectAsync();
        await using var subscription = await transport.SubscribeAsync("counted");
        var stream = new NumberedSender(transport, "counted");

        await stream.SendAsync(100);
        await stream.FinishAsync();
        await subscription.TakeAsync(100);
        listener.RecordObservableInstruments();
        await transport.DisposeAsync();

        Assert.Equal(100, Sum("messaging.client.sent.messages"));
        Assert.Equal(100, Sum("messaging.client.consumed.messages"));
        Assert.Equal(100, heard.Count(measured => measured.Instrument == "messaging.client.operation.duration"));
        Assert.Equal(3, heard.Count(measured => measured.Instrument == "solconnect.relay.connect.duration"));
        Assert.Equal(3, Sum("solconnect.relay.connections"));
        Assert.Equal(3, heard.Count(measured => measured.Instrument == "solconnect.relay.rtt"));
        Assert.True(Sum("solconnect.relay.network.io") > 1_000);

        double Sum(string instrument) => heard.Where(measured => measured.Instrument == instrument).Sum(measured => measured.Value);
    }

    private static MeterListener Listen(ConcurrentQueue<(string, double)> heard)
    {
        var listener = new MeterListener
        {
            InstrumentPublished = static (instrument, listener) =>
            {
                if (instrument.Meter.Name == RelayTelemetry.MeterName)
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, _, _) => heard.Enqueue((instrument.Name, value)));
        listener.SetMeasurementEventCallback<double>((instrument, value, _, _) => heard.Enqueue((instrument.Name, value)));
        listener.Start();
        return listener;
    }
}
