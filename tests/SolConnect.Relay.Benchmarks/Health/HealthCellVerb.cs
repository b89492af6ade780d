using System.Diagnostics;
using System.Globalization;
using SolConnect.Relay.Benchmarks.Commands;
using SolConnect.Relay.Connections;
using SolConnect.Relay.Monitoring.HealthChecks;

namespace SolConnect.Relay.Benchmarks.Health;

/// <summary>A process of its own that checks one relay so many times, and says what a check cost.</summary>
internal sealed class HealthCellVerb : IVerb
{
    public string Name => "health-cell";

    public string? Summary => null;

    /// <param name="arguments">The relay's address, and how many checks.</param>
    public async Task<int> RunAsync(IReadOnlyList<string> arguments)
    {
        var relay = new RelayEndpoint("relay-0", new Uri(arguments[0]));
        var checks = int.Parse(arguments[1], CultureInfo.InvariantCulture);
        var dialer = new WebSocketDialer(
            new(TimeSpan.FromSeconds(5), TimeProvider.System), tokens: null, TimeProvider.System, tokenInHello: false);
        var probe = new RelayProbe(dialer, "health", TimeSpan.FromSeconds(2), TimeProvider.System);
        await CheckAsync(probe, relay, checks / 10);

        var (processor, allocated) = (Environment.CpuUsage.TotalTime, GC.GetTotalAllocatedBytes(precise: true));
        var began = Stopwatch.GetTimestamp();
        await CheckAsync(probe, relay, checks);
        var took = Stopwatch.GetElapsedTime(began);
        processor = Environment.CpuUsage.TotalTime - processor;
        allocated = GC.GetTotalAllocatedBytes(precise: true) - allocated;
        Console.WriteLine(new HealthCost(
            processor.TotalMilliseconds / checks, took.TotalMilliseconds / checks, allocated / (double)checks));
        return 0;
    }

    private static async Task CheckAsync(RelayProbe probe, RelayEndpoint relay, int times)
    {
        for (; times > 0; times--)
        {
            var result = await probe.CheckAsync(relay, AccessTokenReason.Connect, default);
            if (result.Failure is { } failure)
            {
                throw new InvalidOperationException($"A check failed: {failure.Detail}");
            }
        }
    }
}
