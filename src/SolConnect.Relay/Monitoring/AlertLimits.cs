namespace SolConnect.Relay.Monitoring;

/// <summary>From when on a relay's measurements are worth an alert, as the options say.</summary>
internal sealed record AlertLimits(TimeSpan Latency, double ErrorRate, double Quality)
{
    public static readonly AlertLimits Default = Of(new RelayOptions());

    public static AlertLimits Of(RelayOptions options) =>
        new(options.AlertLatency, options.AlertErrorRate, options.AlertQuality);
}
