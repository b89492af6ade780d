namespace SolConnect.Relay.DependencyInjection;

/// <summary>What the options of one name start out from.</summary>
internal sealed record RelayPreset(string Name, RelayOptions Options);
