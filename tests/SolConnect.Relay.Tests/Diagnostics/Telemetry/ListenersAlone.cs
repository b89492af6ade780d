namespace SolConnect.Relay.Tests.Diagnostics.Telemetry;

/// <summary>Meters and activity sources belong to the whole process: tests that listen run one after another, beside no others.</summary>
[CollectionDefinition(nameof(ListenersAlone), DisableParallelization = true)]
public sealed class ListenersAlone;
