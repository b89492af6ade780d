using BenchmarkDotNet.Attributes;

namespace SolConnect.Relay.Benchmarks.Selection;

/// <summary>
/// One pick out of a snapshot: prepared, as every pick but the first finds it, and anew, as the first of a snapshot does.
/// </summary>
[MemoryDiagnoser]
public class SelectionBenchmark
{
    private const double GoldenRatio = 0.6180339887498949;

    private readonly SelectionState _state = new();
    private RelayCandidate[] _candidates = [];
    private ILoadBalancer _balancer = LoadBalancers.ByName("weighted")!;
    private SelectionContext _context;
    private long _cursor;
    private double _random;

    /// <summary>The strategies by name.</summary>
    public static IEnumerable<string> Strategies => LoadBalancers.Names;

    /// <summary>Which of them.</summary>
    [ParamsSource(nameof(Strategies))]
    public string Strategy { get; set; } = "";

    /// <summary>How many there are to choose from.</summary>
    [Params(10, 1_000, 100_000)]
    public int Candidates { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        var random = new Random(1);
        _balancer = LoadBalancers.ByName(Strategy)!;
        _candidates =
        [
            .. Enumerable.Range(0, Candidates).Select(index => new RelayCandidate(
                new($"relay-{index:000000}", new("wss://relay.example")) { Region = CloudRegions.Names[index % CloudRegions.Names.Count] },
                IsConnected: true, TimeSpan.FromMilliseconds(5 + (200 * random.NextDouble())), 100 * random.NextDouble(),
                random.NextDouble())),
        ];
        _state.Observe(_candidates, TimeSpan.Zero);
        _context = new SelectionContext(0, 0, "key") { State = _state, Region = "eu-central-1" };
    }

    [Benchmark]
    public int Select()
    {
        _random += GoldenRatio;
        if (_random >= 1)
            _random -= 1;
        return _balancer.Select(_candidates, _context with { Cursor = _cursor++, Random = _random });
    }

    [Benchmark]
    public int SelectFirst()
    {
        _state.Renew();
        return Select();
    }
}
