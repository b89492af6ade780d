using SolConnect.Relay;
using SolConnect.Relay.Server;

namespace KillTheRelay;

/// <summary>Three relays inside this process, each with its own log, on real sockets.</summary>
internal sealed class Fleet : IAsyncDisposable
{
    private static readonly string[] Names = ["red", "green", "blue"];

    private readonly List<EmbeddedRelay> _relays = [];

    public IReadOnlyList<EmbeddedRelay> Relays => _relays;

    /// <param name="fileBytes">The logs are large enough to keep the whole file.</param>
    public static async Task<Fleet> StartAsync(long fileBytes, CancellationToken cancellationToken)
    {
        var fleet = new Fleet();
        foreach (var name in Names)
        {
            fleet._relays.Add(await EmbeddedRelay.StartAsync(
                new()
                {
                    Id = name,
                    Configure = options =>
                    {
                        // A record costs its content and what stands around it; the shortest line is one byte.
                        options.RetentionBytes = (64L * 1024 * 1024) + (64 * fileBytes);
                        options.RetentionRecords = 100_000_000;
                        options.RetentionTime = TimeSpan.FromHours(2);
                        options.MaxLogBytes = options.RetentionBytes;
                    },
                },
                cancellationToken));
        }

        return fleet;
    }

    /// <summary>A transport over all three, as an application would set it up.</summary>
    public RelayWebSocketTransport CreateTransport(string name)
    {
        var options = RelayOptions.Production();
        options.ClientName = name;
        foreach (var relay in _relays)
        {
            options.Relays.Add(relay.Endpoint);
        }

        return new(options);
    }

    public EmbeddedRelay Find(string id) => _relays.Find(relay => relay.Id == id)!;

    public async ValueTask DisposeAsync()
    {
        foreach (var relay in _relays)
        {
            await relay.DisposeAsync();
        }
    }
}
