using SolConnect.Relay.TestKit.Processes;

namespace SolConnect.Relay.Benchmarks.Soak;

/// <summary>Four relay processes, of which one at a time is killed, stopped or asked to leave, and returns.</summary>
internal sealed class SoakRelays : IAsyncDisposable
{
    private const int Count = 4;

    // Until everybody has found the relay again: with one fault at a time nothing may be lost.
    private static readonly TimeSpan Between = TimeSpan.FromSeconds(4);

    private readonly List<RelayProcess> _relays = [];
    private readonly Random _random = new(20_211);

    public IReadOnlyList<RelayEndpoint> Endpoints => [.. _relays.Select(relay => relay.Endpoint)];

    /// <summary>By what was done.</summary>
    public SortedDictionary<string, int> Faults { get; } = [];

    public static async Task<SoakRelays> StartAsync()
    {
        var relays = new SoakRelays();
        for (var index = 0; index < Count; index++)
        {
            relays._relays.Add(await RelayProcess.StartAsync($"relay-{index}"));
        }

        return relays;
    }

    public async Task BreakAsync(CancellationToken ending)
    {
        while (true)
        {
            await Task.Delay(Between, ending);
            var relay = _relays[_random.Next(Count)];
            var name = _random.Next(3) switch
            {
                0 => await KillAsync(relay),
                1 => await LeaveAsync(relay),
                _ => await StopAsync(relay, TimeSpan.FromSeconds(_random.NextDouble() * 3)),
            };
            Faults[name] = Faults.GetValueOrDefault(name) + 1;
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var relay in _relays)
        {
            await relay.DisposeAsync();
        }
    }

    private static async Task<string> KillAsync(RelayProcess relay)
    {
        await relay.KillAsync();
        await relay.RestartAsync();
        return "killed (SIGKILL) and started anew";
    }

    private static async Task<string> LeaveAsync(RelayProcess relay)
    {
        await relay.TerminateAsync();
        await relay.RestartAsync();
        return "asked to leave (SIGTERM) and started anew";
    }

    private static async Task<string> StopAsync(RelayProcess relay, TimeSpan time)
    {
        relay.Freeze();
        await Task.Delay(time);
        relay.Thaw();
        return "stopped for up to 3 s (SIGSTOP, SIGCONT)";
    }
}
