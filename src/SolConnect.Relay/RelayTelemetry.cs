namespace SolConnect.Relay;

/// <summary>
/// The names under which the library measures and traces; what it tells there is in docs/telemetry.md. Nothing is measured, and
/// nothing allocated for it, while nobody listens.
/// </summary>
public static class RelayTelemetry
{
    /// <summary>The name of the <see cref="System.Diagnostics.Metrics.Meter"/>.</summary>
    public const string MeterName = "SolConnect.Relay";

    /// <summary>The name of the <see cref="System.Diagnostics.ActivitySource"/>.</summary>
    public const string ActivitySourceName = "SolConnect.Relay";
}
