using System.Diagnostics;
using SolConnect.Relay.Benchmarks.Load;
using SolConnect.Relay.TestKit;

namespace SolConnect.Relay.Benchmarks.Throughput;

/// <summary>How many messages per second got through to everybody.</summary>
internal static class DeliveryRate
{
    /// <param name="received">How much each subscriber has so far.</param>
    public static async Task<double> MeasureAsync(Func<Task<Sent>> send, IReadOnlyList<Func<long>> received)
    {
        var began = Stopwatch.GetTimestamp();
        var sent = (await send()).Messages;
        await Patience.UntilAsync(() => received.All(count => count() >= sent), $"{sent:N0} messages at every subscriber");
        return sent / Stopwatch.GetElapsedTime(began).TotalSeconds;
    }
}
