using SolConnect.Relay.Benchmarks.Allocations;
using SolConnect.Relay.Benchmarks.Bare;
using SolConnect.Relay.Benchmarks.Commands;
using SolConnect.Relay.Benchmarks.Failover;
using SolConnect.Relay.Benchmarks.Health;
using SolConnect.Relay.Benchmarks.Idle;
using SolConnect.Relay.Benchmarks.Latency;
using SolConnect.Relay.Benchmarks.Load;
using SolConnect.Relay.Benchmarks.Proxies;
using SolConnect.Relay.Benchmarks.Resend;
using SolConnect.Relay.Benchmarks.Scale;
using SolConnect.Relay.Benchmarks.Selection;
using SolConnect.Relay.Benchmarks.Sizing;
using SolConnect.Relay.Benchmarks.Soak;
using SolConnect.Relay.Benchmarks.Throughput;

return await new VerbTable(
    new ThroughputVerb(), new LatencyVerb(), new AllocationsVerb(), new ResendVerb(), new IdleVerb(), new ScaleVerb(), new SelectionVerb(),
    new HealthVerb(), new SizingVerb(),
    new FailoverVerb(), new SoakVerb(), new ProxyVerb(), new BareServerVerb(), new IdleCellVerb(), new HealthCellVerb(), new PublishVerb()).RunAsync(args);
