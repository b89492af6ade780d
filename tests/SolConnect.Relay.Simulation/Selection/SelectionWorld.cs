using SolConnect.Relay.Simulation.Engine;

namespace SolConnect.Relay.Simulation.Selection;

/// <summary>20 relays in 5 regions, and the paths to them from 100 clients in the same regions.</summary>
internal sealed class SelectionWorld
{
    public const int Clients = 100;
    public const int Relays = 20;

    // Light in fibre, there and back, on roads half as long again as the great circle.
    private const double RoundTripPerKilometre = 0.015;

    private static readonly string[] Regions = ["us-east-1", "us-west-2", "eu-central-1", "ap-southeast-1", "sa-east-1"];

    private readonly double[,] _paths = new double[Clients, Relays];

    public SelectionWorld(ulong seed)
    {
        var random = new SimRandom(seed);
        for (var r = 0; r < Relays; r++)
        {
            // Interleaved, as a list that nobody has sorted.
            var endpoint = new RelayEndpoint($"r{r:00}", new($"wss://r{r:00}.example/relay")) { Region = Regions[r % Regions.Length] };
            All.Add(new(endpoint, isFlaky: r / Regions.Length == 3, random.Fork()));
        }

        for (var c = 0; c < Clients; c++)
        {
            var access = 3 + (5 * random.Fraction());
            for (var r = 0; r < Relays; r++)
            {
                var distance = CloudRegions.Distance(RegionOf(c), All[r].Endpoint.Region)!.Value;
                _paths[c, r] = access + (4 * random.Fraction()) + (distance * RoundTripPerKilometre);
            }
        }

        All[FavouriteOf(Region)].Degrades = true;
    }

    /// <summary>Where the relay is that grows slow.</summary>
    public static string Region => "eu-central-1";

    public List<RelayModel> All { get; } = [];

    public static string RegionOf(int client) => Regions[client / (Clients / Regions.Length)];

    /// <summary>Round-trip time of the path in milliseconds when nothing is in its way.</summary>
    public double Path(int client, int relay) => _paths[client, relay];

    // The relay that matters: the nearest one of its region that does not fail all the time.
    private int FavouriteOf(string region) => Enumerable.Range(0, Relays)
        .Where(r => All[r].Endpoint.Region == region && !All[r].IsFlaky)
        .MinBy(r => Enumerable.Range(0, Clients).Where(c => RegionOf(c) == region).Average(c => Path(c, r)));
}
