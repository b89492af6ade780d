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
        Discovery = new(
            Options, Log, relays => Add(_lists, string.Join(' ', relays.Select(relay => relay.Id))),
            alert => Add(_alerts, alert));
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

    /// <summary>
    /// Moves the clock until a directory is called. In small steps, so that a call is not late as soon as it is made.
    /// </summary>
    public async Task<ScriptedDirectory.Call> NextAsync(ScriptedDirectory directory)
    {
        await UntilAsync(() => directory.IsCalled, $"a call of '{directory.Name}'");
        return await directory.NextAsync();
    }

    /// <summary>Moves the clock until a directory is called, and answers with a list.</summary>
    public async Task GiveAsync(ScriptedDirectory directory, params RelayEndpoint[] relays) =>
        (await NextAsync(directory)).Answer.SetResult(RelayDirectoryResult.Of(relays));

    /// <summary>Moves the clock on and on until something has happened.</summary>
    public Task UntilAsync(Func<bool> condition, string what)
    {
        bool Look()
        {
            if (condition())
                return true;

            // A directory that rests has one timer, and one that is asked has two. Otherwise something is on its way, and
            // moving on would make it late.
            var waiting = Options.Directories.OfType<ScriptedDirectory>().Count(directory => directory.IsCalled);
            if (Time.ArmedTimers == Options.Directories.Count + waiting)
                Time.Advance(TimeSpan.FromSeconds(1));
            return false;
        }

        return Patience.UntilAsync(Look, what);
    }

    public Task ListAsync(string ids) => Patience.UntilAsync(() => Lists is [.., var last] && last == ids, $"the list '{ids}'");

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
