using SolConnect.Relay.Testing.Network;

namespace SolConnect.Relay.Testing;

/// <summary>
/// Relays inside this process, each with its own log, for tests of an application against failing relays. They are the
/// reference relay that ships, without sockets: no port, no network, nothing shared with another fleet. Thread-safe.
/// </summary>
/// <remarks>
/// A transport reaches them when its options come from <see cref="CreateOptions"/> or went through <see cref="ApplyTo"/>;
/// it is the transport that ships as well, from <c>SendAsync</c> down to the frames that it writes.
/// </remarks>
public sealed class RelayFleet : IAsyncDisposable
{
    private const int MaxRelays = 64;

    private readonly InProcessRelay[] _relays;

    private RelayFleet(InProcessRelay[] relays, RelayFleetOptions options)
    {
        _relays = relays;
        TimeProvider = options.TimeProvider;
    }

    /// <summary>The relays, named <c>relay-0</c>, <c>relay-1</c> and so on.</summary>
    public IReadOnlyList<InProcessRelay> Relays => _relays;

    /// <summary>The clock of the relays and their clients.</summary>
    public TimeProvider TimeProvider { get; }

    /// <summary>Starts relays, and returns once they take connections.</summary>
    /// <param name="count">How many; from 1 to 64.</param>
    /// <param name="options"><c>null</c> takes the defaults.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is not from 1 to 64.</exception>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">
    /// <see cref="RelayFleetOptions.Configure"/> set something wrong; names every option.
    /// </exception>
    public static async Task<RelayFleet> StartAsync(int count, RelayFleetOptions? options = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, MaxRelays);
        options ??= new();
        var fleet = new RelayFleet(
            [.. Enumerable.Range(0, count).Select(index => new InProcessRelay($"relay-{index}", options))], options);
        foreach (var relay in fleet._relays)
        {
            await relay.StartAsync().ConfigureAwait(false);
        }

        return fleet;
    }

    /// <summary>Options of a transport over all relays of the fleet; everything else has its default.</summary>
    /// <param name="configure">Sets more of them.</param>
    public RelayOptions CreateOptions(Action<RelayOptions>? configure = null)
    {
        var options = new RelayOptions();
        ApplyTo(options);
        configure?.Invoke(options);
        return options;
    }

    /// <summary>
    /// Puts the relays of the fleet and its clock in the place of those in an application's own options; the rest stays.
    /// With dependency injection: <c>services.PostConfigure&lt;RelayOptions&gt;(fleet.ApplyTo)</c>.
    /// </summary>
    public void ApplyTo(RelayOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Relays = [.. _relays.Select(relay => relay.Endpoint)];
        options.TimeProvider = TimeProvider;
        options.DialerFactory = accepted => new MemoryDialer(_relays, accepted);
    }

    /// <summary>The relay with an id.</summary>
    /// <exception cref="ArgumentException">The fleet has none.</exception>
    public InProcessRelay Find(string id) =>
        Array.Find(_relays, relay => relay.Id == id)
        ?? throw new ArgumentException($"There is no relay '{id}' in this fleet.", nameof(id));

    /// <summary>The relay that a transport publishes to first at this moment.</summary>
    /// <exception cref="InvalidOperationException">The transport has no primary now.</exception>
    public InProcessRelay PrimaryOf(RelayWebSocketTransport transport)
    {
        ArgumentNullException.ThrowIfNull(transport);
        var primary = transport.GetAvailableRelays().FirstOrDefault(relay => relay.IsPrimary)
            ?? throw new InvalidOperationException($"The transport is {transport.State} and has no primary.");
        return Find(primary.Endpoint.Id);
    }

    /// <summary>Kills all relays at once: <see cref="InProcessRelay.KillAsync"/>.</summary>
    public Task KillAllAsync() => Task.WhenAll(_relays.Select(relay => relay.KillAsync()));

    /// <summary>Revives all relays at once: <see cref="InProcessRelay.ReviveAsync"/>.</summary>
    /// <param name="empty">Whether they have lost their logs. Default false.</param>
    public Task ReviveAllAsync(bool empty = false) => Task.WhenAll(_relays.Select(relay => relay.ReviveAsync(empty)));

    /// <summary>Kills the relays that still run.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var relay in _relays)
        {
            relay.Heal(); // Somebody who waits behind a fault must not wait for ever.
            await relay.KillAsync().ConfigureAwait(false);
        }
    }
}
