using System.Text;
using SolConnect.Relay;
using SolConnect.Relay.Server;

namespace StatusBoard;

/// <summary>Something to look at: a transport that sends to itself, over relays that die and come back.</summary>
internal sealed class Demo : IAsyncDisposable
{
    private const string Topic = "board";
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan DeadFor = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan KillEvery = TimeSpan.FromSeconds(5);

    private readonly IReadOnlyList<EmbeddedRelay> _relays;
    private readonly CancellationTokenSource _stopping = new();
    private Task _running = Task.CompletedTask;

    private Demo(IReadOnlyList<EmbeddedRelay> relays, RelayWebSocketTransport transport) =>
        (_relays, Transport) = (relays, transport);

    public RelayWebSocketTransport Transport { get; }

    /// <summary>Connects, and begins to send.</summary>
    /// <param name="endpoints">Relays that run elsewhere; none: three inside this process.</param>
    public static async Task<Demo> StartAsync(IReadOnlyList<RelayEndpoint> endpoints)
    {
        EmbeddedRelay[] relays = endpoints.Count > 0
            ? []
            :
            [
                await EmbeddedRelay.StartAsync(new() { Id = "red", Region = "harbour" }),
                await EmbeddedRelay.StartAsync(new() { Id = "green", Region = "hill" }),
                await EmbeddedRelay.StartAsync(new() { Id = "blue", Region = "island" }),
            ];
        var options = RelayOptions.Production();
        options.ClientName = "board";
        options.Relays = [.. endpoints, .. relays.Select(relay => relay.Endpoint)];
        var demo = new Demo(relays, new(options));
        await demo.Transport.ConnectAsync();
        demo._running = Task.WhenAll(demo.SendAsync(), demo.ReceiveAsync());
        return demo;
    }

    /// <summary>Kills the primary, and waits until the transport has another one.</summary>
    /// <returns>The relay that is dead now.</returns>
    public async Task<EmbeddedRelay> KillPrimaryAsync(CancellationToken cancellationToken)
    {
        var completed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        void Complete(object? sender, FailoverCompletedEventArgs failover) => completed.TrySetResult();
        Transport.Manager.FailoverCompleted += Complete;
        try
        {
            var primary = Transport.GetAvailableRelays().First(relay => relay.IsPrimary).Endpoint.Id;
            var victim = _relays.First(relay => relay.Id == primary);
            await victim.KillAsync();
            await completed.Task.WaitAsync(cancellationToken);
            return victim;
        }
        finally
        {
            Transport.Manager.FailoverCompleted -= Complete;
        }
    }

    /// <summary>Kills and revives the primary again and again, where the relays are this process's own.</summary>
    public async Task KillAgainAndAgainAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(KillEvery);
        while (_relays.Count > 0 && await timer.WaitForNextTickAsync(cancellationToken))
        {
            if (Transport.State == TransportState.Connected)
            {
                var victim = await KillPrimaryAsync(cancellationToken);
                await Task.Delay(DeadFor, cancellationToken);
                await victim.RestartAsync(keepLog: true, cancellationToken);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await Transport.DisposeAsync();
        foreach (var relay in _relays)
        {
            await relay.DisposeAsync();
        }

        _stopping.Dispose();
    }

    private async Task SendAsync()
    {
        using var timer = new PeriodicTimer(Pace);
        for (var number = 0; await timer.WaitForNextTickAsync(_stopping.Token); number++)
        {
            await Transport.SendAsync(Topic, Encoding.UTF8.GetBytes($"Message {number}"), _stopping.Token);
        }
    }

    private async Task ReceiveAsync()
    {
        await using var subscription = await Transport.SubscribeAsync(Topic, cancellationToken: _stopping.Token);
        await foreach (var _ in subscription.WithCancellation(_stopping.Token))
        {
            // The view counts them.
        }
    }
}
