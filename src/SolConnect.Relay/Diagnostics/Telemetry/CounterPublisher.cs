using System.Diagnostics.Metrics;
using SolConnect.Relay.Core.Session;

namespace SolConnect.Relay.Diagnostics;

/// <summary>
/// Passes on what the machine has counted since the last time, so that the machine itself knows of no instruments. Session loop
/// only; what was counted while nobody listened is nobody's.
/// </summary>
internal sealed class CounterPublisher(SessionCounters counters)
{
    private static readonly KeyValuePair<string, object?> Transmit = new(TelemetryNames.Direction, "transmit");
    private static readonly KeyValuePair<string, object?> Incoming = new(TelemetryNames.Direction, "receive");

    private long _resent;
    private long _hedged;
    private long _duplicates;
    private long _bytesSent;
    private long _bytesReceived;

    public void Publish()
    {
        Add(RelayInstruments.Resent, counters.MessagesResent, ref _resent);
        Add(RelayInstruments.Hedged, counters.MessagesHedged, ref _hedged);
        Add(RelayInstruments.Duplicates, counters.DuplicatesDropped, ref _duplicates);
        Add(RelayInstruments.Bytes, counters.BytesSent, ref _bytesSent, Transmit);
        Add(RelayInstruments.Bytes, counters.BytesReceived, ref _bytesReceived, Incoming);
    }

    private static void Add(Counter<long> instrument, long total, ref long told, params ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        if (total > told && instrument.Enabled)
        {
            instrument.Add(total - told, tags);
        }

        told = total;
    }
}
