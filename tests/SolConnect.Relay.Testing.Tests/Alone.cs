namespace SolConnect.Relay.Testing.Tests;

/// <summary>Tests that need the process to themselves: a virtual clock waits until nobody else wants to run.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;
