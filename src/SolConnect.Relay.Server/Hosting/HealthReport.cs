namespace SolConnect.Relay.Server.Hosting;

/// <summary>The answer of <c>/health</c>.</summary>
/// <param name="Status"><c>ok</c>, <c>draining</c> or <c>faulted</c>.</param>
internal sealed record HealthReport(string Status, string Id, int Connections, bool Draining);
