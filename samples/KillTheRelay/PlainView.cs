using SolConnect.Relay;

namespace KillTheRelay;

/// <summary>One line a second, for logs and pipes.</summary>
internal static class PlainView
{
    public static async Task ShowAsync(Run run, CancellationToken done)
    {
        Console.WriteLine($"Sending {run.Source} ({run.FileBytes:N0} bytes) through {Relays(run)}.");
        var shown = 0;
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1));
        try
        {
            while (await timer.WaitForNextTickAsync(done))
            {
                foreach (var (at, text) in run.Fleet.IsEmbedded ? [] : run.Events.Behind(shown))
                {
                    Console.WriteLine($"{at.TotalSeconds,7:0.00} s  {text}");
                    shown++;
                }

                var failovers = run.Failovers.All;
                var last = failovers.Count == 0 ? "" : $", the last in {failovers[^1].FailoverTime.TotalMilliseconds:0.0} ms";
                Console.WriteLine(
                    $"{run.Elapsed.TotalSeconds,5:0.0} s  sent {run.Sender.Sent,9:N0}  receipts {run.Sender.Receipts,9:N0}  "
                    + $"received {run.Tally.Received,9:N0}  killed {run.Killer.Kills,2}  failovers {failovers.Count,2}{last}");
            }
        }
        catch (OperationCanceledException)
        {
            // The run is over.
        }
    }

    private static string Relays(Run run) => string.Join(", ", run.Fleet.Endpoints);
}
