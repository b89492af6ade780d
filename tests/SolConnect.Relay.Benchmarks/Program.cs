using SolConnect.Relay.Benchmarks.Commands;
using SolConnect.Relay.Benchmarks.Failover;
using SolConnect.Relay.Benchmarks.Proxies;

return await new VerbTable(new FailoverVerb(), new ProxyVerb()).RunAsync(args);
