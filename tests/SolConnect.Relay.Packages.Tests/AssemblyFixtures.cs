using SolConnect.Relay.Packages.Tests;

[assembly: AssemblyFixture(typeof(PackedLibrary))]
