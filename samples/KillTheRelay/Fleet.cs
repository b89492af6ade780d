using SolConnect.Relay;
using SolConnect.Relay.Server;

namespace KillTheRelay;

/// <summary>
/// The relays, each with its own log, on real sockets: three inside this process, or those that run elsewhere.
/// </summary>
internal sealed class Fleet : IAsyncDisposable
{
    private static readonly string[] Names = ["red", "green", "blue"];

    private readonly List<EmbeddedRelay> _embedded = [];

    private Fleet(IReadOnlyList<RelayEndpoint> endpoints) => Endpoints = endpoints;

    public IReadOnlyList<RelayEndpoint> Endpoints { get; private set; }

    /// <summary>Whether the relays are this process's own, so that it may kill them.</summary>
    public bool IsEmbedded => _embedded.Count > 0;

    public static Fleet Outside(IReadOnlyList<RelayEndpoint> endpoints) => new(endpoints);

    /// <param name="fileBytes">The logs are large enough to keep the whole file.</param>
    public static async Task<Fleet> StartAsync(long fileBytes, CancellationToken cancellationToken)
    {
        var fleet = new Fleet([]);
        foreach (var name in Names)
        {
            fleet._embedded.Add(await EmbeddedRelay.StartAsync(
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

        fleet.Endpoints = [.. fleet._embedded.Select(relay => relay.Endpoint)];
        return fleet;
    }

    /// <summary>A transport over all of them, as an application would set it up.</summary>
    public RelayWebSocketTransport CreateTransport(string name)
    {
        var options = RelayOptions.Production();
        options.ClientName = name;
        foreach (var relay in Endpoints)
        {
            options.Relays.Add(relay);
        }

        return new(options);
    }

    /// <summary>The relay of that id; <c>null</c> if it is not this process's own.</summary>
    public EmbeddedRelay? Find(string id) => _embedded.Find(relay => relay.Id == id);

    public async ValueTask DisposeAsync()
    {
        foreach (var relay in _embedded)
        {
            await relay.DisposeAsync();
        }
    }
}
