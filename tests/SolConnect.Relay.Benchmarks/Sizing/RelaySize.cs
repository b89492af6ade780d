using System.Diagnostics;
using SolConnect.Relay.Benchmarks.Latency;

namespace SolConnect.Relay.Benchmarks.Sizing;

/// <summary>What a relay holds and uses with so many idle connections.</summary>
/// <param name="EmptyBytes">Resident, before the connections were opened.</param>
/// <param name="ResidentBytes">Resident with them, as the garbage collector left it.</param>
/// <param name="CollectedBytes">Resident with them, after a full collection.</param>
/// <param name="HeapBytes">What they added to the managed heap, garbage apart.</param>
/// <param name="Opening">Until the last of them was subscribed.</param>
/// <param name="ProcessorShare">Of one core, while they idled.</param>
/// <param name="Pings">In milliseconds.</param>
/// <param name="Acks">In milliseconds.</param>
internal sealed record RelaySize(
    int Connections, long EmptyBytes, long ResidentBytes, long CollectedBytes, long HeapBytes, TimeSpan Opening,
    double ProcessorShare, Percentiles Pings, Percentiles Acks)
{
    private const int Messages = 200;

    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(5);

    public static async Task<RelaySize> MeasureAsync(MeasuredRelay relay, int connections, TimeSpan watch)
    {
        var url = await relay.Url;
        await WarmUpAsync(url);
        await Task.Delay(Settling);
        var (empty, heap) = (relay.Resident, await relay.CollectAsync());

        using var crowd = new IdleCrowd();
        var began = Stopwatch.GetTimestamp();
        await crowd.OpenAsync(url, connections);
        var opening = Stopwatch.GetElapsedTime(began);
        await Task.Delay(Settling);

        var processor = relay.Processor;
        began = Stopwatch.GetTimestamp();
        var pings = await crowd.IdleAsync(watch);
        var share = (relay.Processor - processor) / Stopwatch.GetElapsedTime(began);
        var resident = relay.Resident;
        var acks = await crowd.PublishAsync(Messages);
        heap = await relay.CollectAsync() - heap;
        return new(
            connections, empty, resident, relay.Resident, heap, opening, share, Percentiles.Of(pings), Percentiles.Of(acks));
    }

    // So that what the first connection of a process costs is not divided among those that are counted.
    private static async Task WarmUpAsync(Uri url)
    {
        using var client = await IdleClient.ConnectAsync(url);
        await client.SubscribeAsync("warm-up");
        await client.PingAsync();
        await client.PublishAsync("warm-up", new byte[128]);
        await client.LeaveAsync();
    }
}
