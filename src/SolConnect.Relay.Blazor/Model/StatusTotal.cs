namespace SolConnect.Relay.Blazor.Model;

/// <summary>One number out of <see cref="RelayMetrics"/> with its name.</summary>
/// <param name="Name">In one to three words.</param>
/// <param name="Value">With its unit.</param>
/// <param name="Meaning">What is counted, in one sentence.</param>
public sealed record StatusTotal(string Name, string Value, string Meaning);
