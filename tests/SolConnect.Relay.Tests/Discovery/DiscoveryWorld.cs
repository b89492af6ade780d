using SolConnect.Relay.Discovery;
using SolConnect.Relay.Tests.Options;

namespace SolConnect.Relay.Tests.Discovery;

/// <summary>Discovery on a clock that the test moves, with everything that it tells.</summary>
internal sealed class DiscoveryWorld : IAsyncDisposable
{
    private readonly Lock _lock = new();
    private readonly List<string> _lists = [];
    private readonly List<string> _alerts = [];

    public DiscoveryWorld(RelayOptions options)
    {
        options.EnableAutoDiscovery = true;
        options.TimeProvider = Time;
        Options = RelayOptionsValidator.Accept(options);
        Discovery = new(Options, Log, relays => Add(_lists, string.Join(' ', relays.Select(relay => relay.Id))), alert => Add(_alerts, alert));
    }

    public ManualTimeProvider Time { get; } = new();

    public RecordingLogger Log { get; } = new();

    public RelayOptions Options { get; }

    public RelayDiscovery Discovery { get; }

    /// <summary>Every list that the sink got, as the ids in their order.</summary>
    public IReadOnlyList<string> Lists => Copy(_lists);

    public IReadOnlyList<string> Alerts => Copy(_alerts);

    public static DiscoveryWorld With(params IRelayDirectory[] directories)
    {
        var options = ValidOptions.WithRelays("own");
        options.Directories = directories;
        return new(options);
    }

    public Task StartAsync() => Discovery.StartAsync(TimeSpan.FromSeconds(5), CancellationToken.None);

    /// <summary>Moves the clock until every directory is due.</summary>
    public void PassInterval() => Time.Advance(Options.DiscoveryInterval * 1.1);

    public Task ListAsync(string ids) => Patience.UntilAsync(() => Lists.LastOrDefault() == ids, $"the list '{ids}'");

    public Task AlertAsync(string part) => Patience.UntilAsync(
        () => Alerts.Any(alert => alert.Contains(part, StringComparison.Ordinal)), $"an alert with '{part}'");

    public async ValueTask DisposeAsync() => await Discovery.StopAsync().WithinPatienceAsync("discovery to stop");

    private void Add(List<string> list, string text)
    {
        lock (_lock)
        {
            list.Add(text);
        }
    }

    private string[] Copy(List<string> list)
    {
        lock (_lock)
        {
            return [.. list];
        }
    }
}
