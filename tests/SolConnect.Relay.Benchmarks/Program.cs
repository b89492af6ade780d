using SolConnect.Relay.Benchmarks.Commands;
using SolConnect.Relay.Benchmarks.Failover;
using SolConnect.Relay.Benchmarks.Proxies;
using SolConnect.Relay.Benchmarks.Soak;

return await new VerbTable(new FailoverVerb(), new SoakVerb(), new ProxyVerb()).RunAsync(args);
