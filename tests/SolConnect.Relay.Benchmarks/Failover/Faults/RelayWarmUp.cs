using System.Diagnostics;
using SolConnect.Relay.Benchmarks.Failover.HandWritten;
using SolConnect.Relay.TestKit;

namespace SolConnect.Relay.Benchmarks.Failover.Faults;

/// <summary>
/// Lets a relay that has just been started compile the code that it needs for messages. Faults come so quickly here that
/// the next relay in line is always one that is seconds old, and its compiler would be measured with every kill.
/// </summary>
internal static class RelayWarmUp
{
    private const int Messages = 300;

    private static readonly TimeSpan Every = TimeSpan.FromMilliseconds(1);

    /// <summary>Publishes on a topic of its own and reads it back.</summary>
    public static async Task RunAsync(RelayEndpoint relay)
    {
        using var connection = await HandWrittenConnection.OpenAsync(
            relay, $"warm-up-{Guid.NewGuid():N}", Patience.Limit, CancellationToken.None);
        var acked = 0L;
        var began = Stopwatch.GetTimestamp();
        connection.Acked += through => Volatile.Write(ref acked, through);
        var use = connection.UseAsync(
            () => Volatile.Read(ref acked) == Messages || Stopwatch.GetElapsedTime(began) > Patience.Limit,
            CancellationToken.None);
        for (var number = 0; number < Messages; number++)
        {
            connection.Publish(new byte[128]);
            await Task.Delay(Every);
        }

        // It ends by being cancelled.
        await Task.WhenAny(use);
    }
}
