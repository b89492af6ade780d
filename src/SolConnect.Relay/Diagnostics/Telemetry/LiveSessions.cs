using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using SolConnect.Relay.Monitoring;

namespace SolConnect.Relay.Diagnostics;

/// <summary>
/// The sessions that run in this process, for instruments that are asked when somebody collects. Sums are made over those with
/// the same client name; where transports have none of their own, their relays report under the same attributes.
/// </summary>
internal static class LiveSessions
{
    private static readonly ConcurrentDictionary<ILiveSession, bool> All = new();

    public static void Add(ILiveSession session) => All.TryAdd(session, true);

    public static void Remove(ILiveSession session) => All.TryRemove(session, out _);

    public static void Observe(Meter meter)
    {
        meter.CreateObservableUpDownCounter(
            "solconnect.relay.outbox.pending", () => Sum(session => session.Pending), "{message}",
            "Sends without an outcome, those that wait for room included.");
        meter.CreateObservableUpDownCounter(
            "solconnect.relay.outbox.retained", () => Sum(session => session.Retained), "{message}",
            "Messages that the outbox keeps, with or without an outcome, until enough relays have acknowledged them.");
        meter.CreateObservableUpDownCounter(
            "solconnect.relay.connections", Connections, "{connection}", "Known relays by what the transports have with them.");
        meter.CreateObservableGauge(
            "solconnect.relay.rtt", () => OfRelays(relay => relay.Latency?.TotalSeconds), "s",
            "Smoothed round-trip time of each relay.");
        meter.CreateObservableGauge(
            "solconnect.relay.quality", () => OfRelays(relay => relay.Quality), "1", "Quality of each relay, from 0 to 100.");
    }

    private static List<Measurement<long>> Sum(Func<ILiveSession, long> value) =>
    [
        .. All.Keys.GroupBy(session => session.ClientName)
            .Select(client => new Measurement<long>(client.Sum(value), ClientTag(client.Key))),
    ];

    private static List<Measurement<long>> Connections() =>
    [
        .. from session in All.Keys
           from relay in session.Monitor.Relays
           group relay by (session.ClientName, State: relay.View.Phase.ToRelayState()) into same
           select new Measurement<long>(
               same.Count(), ClientTag(same.Key.ClientName), new(TelemetryNames.State, RelayInstruments.Word(same.Key.State))),
    ];

    private static List<Measurement<double>> OfRelays(Func<RelayInfo, double?> value) =>
    [
        .. from session in All.Keys
           from relay in session.Monitor.GetRelays()
           let measured = value(relay)
           where measured is not null
           select new Measurement<double>(
               measured.Value, ClientTag(session.ClientName), RelayInstruments.RelayTag(relay.Endpoint)),
    ];

    private static KeyValuePair<string, object?> ClientTag(string name) => new(TelemetryNames.Client, name);
}
