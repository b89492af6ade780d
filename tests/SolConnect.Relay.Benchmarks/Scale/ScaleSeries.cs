using System.Diagnostics;
using SolConnect.Relay.Benchmarks.Latency;

namespace SolConnect.Relay.Benchmarks.Scale;

/// <summary>One thing that there may be many of, and how its cost is measured at a number of them.</summary>
internal abstract class ScaleSeries
{
    protected const int Size = 128;
    private const int LoneSends = 200;

    /// <summary>What there are more and more of, in the plural.</summary>
    public abstract string Name { get; }

    public abstract string Title { get; }

    public abstract string Explanation { get; }

    /// <summary>What <see cref="ScaleCell.SetUp"/> stands for.</summary>
    public abstract string SetUpMeans { get; }

    public abstract IReadOnlyList<int> Counts { get; }

    public abstract Task<ScaleCell> MeasureAsync(int count);

    protected static long HeapBytes()
    {
        for (var times = 0; times < 2; times++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        return GC.GetTotalMemory(forceFullCollection: true);
    }

    /// <summary>The median of sends that wait for their receipt one after another, in microseconds.</summary>
    protected static async Task<double> LoneSendAsync(IMessageTransport transport, Func<int, string> topic)
    {
        var (payload, took) = (new byte[Size], new double[LoneSends]);
        for (var index = 0; index < took.Length; index++)
        {
            var began = Stopwatch.GetTimestamp();
            await transport.SendAsync(topic(index), payload);
            took[index] = Stopwatch.GetElapsedTime(began).TotalMicroseconds;
        }

        return Percentiles.Of(took).P50;
    }

    /// <summary>Sends so many messages, at most a window of them without a receipt. Returns microseconds for each.</summary>
    protected static async Task<double> SendAllAsync(
        IMessageTransport transport, int messages, Func<int, string> topic, int window = 4_096)
    {
        var (payload, sends) = (new byte[Size], new ValueTask<DeliveryReceipt>[window]);
        var began = Stopwatch.GetTimestamp();
        for (var index = 0; index < messages; index++)
        {
            if (index >= window)
            {
                await sends[index % window];
            }

#pragma warning disable CA2012 // Each is awaited once, a window later.
            sends[index % window] = transport.SendAsync(topic(index), payload);
#pragma warning restore CA2012
        }

        for (var index = Math.Max(0, messages - window); index < messages; index++)
        {
            await sends[index % window];
        }

        return Stopwatch.GetElapsedTime(began).TotalMicroseconds / messages;
    }
}
