using System.Globalization;

namespace SolConnect.Relay.Blazor.Model;

/// <summary>One relay as a screen shows it.</summary>
public sealed record RelayLine
{
    /// <summary>The relay's id.</summary>
    public required string Id { get; init; }

    /// <summary>Host and port.</summary>
    public required string Address { get; init; }

    /// <summary>Where it stands; empty when unknown.</summary>
    public required string Region { get; init; }

    /// <summary>How its state looks.</summary>
    public StatusTone Tone { get; init; }

    /// <summary>Its state in words.</summary>
    public required string State { get; init; }

    /// <summary>Whether it is the primary.</summary>
    public bool IsPrimary { get; init; }

    /// <summary>Whether a connection to it is open.</summary>
    public bool IsOpen { get; init; }

    /// <summary>Whether it belongs to the relays that are used at all.</summary>
    public bool IsInSet { get; init; }

    /// <summary>The smoothed round-trip time with its unit, or a dash.</summary>
    public required string Latency { get; init; }

    /// <summary>The variation of the round-trip time; empty when unknown.</summary>
    public required string Jitter { get; init; }

    /// <summary>From 0 to 100; <c>null</c> for a relay that is not used.</summary>
    public int? Quality { get; init; }

    /// <summary>Connections over capacity in percent, as the relay said itself, or a dash while it is not open.</summary>
    public required string Load { get; init; }

    /// <summary>What is the matter with it, or how its last connection ended; empty when there is nothing to tell.</summary>
    public required string Note { get; init; }

    /// <summary>Its latency over the last minutes.</summary>
    public required LatencyTrend Trend { get; init; }

    /// <summary>Why it cannot be made the primary at the moment; <c>null</c>: it can.</summary>
    public string? WhyNoSwitch { get; init; }

    internal static RelayLine Of(RelayInfo relay, StatusFacts facts)
    {
        var isOpen = relay.State is RelayState.Primary or RelayState.Standby or RelayState.Draining;
        var (tone, state) = StateOf(relay, facts.State);
        return new()
        {
            Id = relay.Endpoint.Id,
            Address = relay.Endpoint.Url.Authority,
            Region = relay.Endpoint.Region,
            Tone = tone,
            State = state,
            IsPrimary = relay.IsPrimary,
            IsOpen = isOpen,
            IsInSet = relay.IsInSet,
            Latency = StatusText.Of(relay.Latency),
            Jitter = relay.Jitter is { } jitter ? $"± {StatusText.Of(jitter)}" : "",
            Quality = relay.IsInSet ? (int)Math.Round(Math.Clamp(relay.Quality, 0, 100)) : null,
            Load = isOpen ? relay.Load.ToString("0 %", CultureInfo.InvariantCulture) : StatusText.Unknown,
            Note = NoteOf(relay, isOpen),
            Trend = LatencyTrend.Of(facts.LatenciesOf(relay.Endpoint.Id), RelayHistory.MaxSamples),
            WhyNoSwitch = WhyNoSwitchTo(relay, facts.State),
        };
    }

    private static (StatusTone Tone, string State) StateOf(RelayInfo relay, TransportState? transport)
    {
        if (!relay.IsInSet)
        {
            return (StatusTone.Idle, "not used");
        }

        var state = StatusText.WordsOf(relay.State);
        return relay switch
        {
            { IsBarred: true } => (StatusTone.Bad, "refuses us"),
            { IsSuspected: true } => (StatusTone.Warning, $"{state}, suspect"),
            { State: RelayState.Primary or RelayState.Standby, IsEjected: true } => (StatusTone.Warning, $"{state}, ejected"),
            { State: RelayState.Primary or RelayState.Standby } => (StatusTone.Good, state),
            { State: RelayState.Draining } => (StatusTone.Warning, state),
            { State: RelayState.Connecting } => (StatusTone.Busy, state),
            _ when transport is TransportState.Closed or TransportState.Disconnected => (StatusTone.Idle, state),
            _ => (StatusTone.Bad, state),
        };
    }

    private static string NoteOf(RelayInfo relay, bool isOpen)
    {
        if (relay.SuspectedFor is { } overdue)
        {
            return $"an answer is overdue for {StatusText.Of(overdue)}";
        }

        var ejected = relay.EjectedFor switch
        {
            null => "",
            { Ticks: > 0 } left => $"comes last in every choice for {StatusText.Long(left)}",
            _ => "comes last in every choice until it answers",
        };
        if (relay.LastCloseReason is not { } reason || (isOpen && reason == CloseReason.Requested))
        {
            return ejected;
        }

        var detail = relay.LastCloseDetail is { Length: > 0 } told ? $": {told.TrimEnd('.')}" : "";
        var failed = relay.FailedConnects > 0 ? $", {StatusText.Of(relay.FailedConnects, "failed connect")} in a row" : "";
        return $"{ejected}{(ejected.Length > 0 ? "; " : "")}{(isOpen ? "before that " : "")}{StatusText.WordsOf(reason)}{detail}{failed}";
    }

    private static string? WhyNoSwitchTo(RelayInfo relay, TransportState? transport) => relay switch
    {
        _ when transport is not (TransportState.Connected or TransportState.Degraded) => "The transport is not connected.",
        { IsPrimary: true } => "It is the primary.",
        { IsInSet: false } => "It does not belong to the relays that are used.",
        { State: not RelayState.Standby } => "It is not open.",
        { IsSuspected: true } => "It does not answer at the moment.",
        _ => null,
    };
}
