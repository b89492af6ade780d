namespace SolConnect.Relay.Testing.Network;

/// <summary>The relay of one or more <see cref="InMemoryTransport"/>s; the last one to leave ends it.</summary>
internal sealed class SharedRelay
{
    private readonly Lazy<Task> _started;
    private readonly TimeProvider _time;
    private int _clients;

    public SharedRelay(RelayFleetOptions options)
    {
        Relay = new("memory", options);
        _time = options.TimeProvider;
        _started = new(Relay.StartAsync);
    }

    public InProcessRelay Relay { get; }

    /// <summary>Starts the relay on the first call.</summary>
    public Task WhenStarted => _started.Value;

    public RelayOptions CreateOptions(Action<RelayOptions>? configure)
    {
        var options = new RelayOptions
        {
            Relays = [Relay.Endpoint],
            TimeProvider = _time,
            DialerFactory = accepted => new MemoryDialer([Relay], accepted),
        };
        configure?.Invoke(options);
        return options;
    }

    public void Join() => Interlocked.Increment(ref _clients);

    public async Task LeaveAsync()
    {
        if (Interlocked.Decrement(ref _clients) == 0)
        {
            Relay.Heal();
            await Relay.KillAsync().ConfigureAwait(false);
        }
    }
}
