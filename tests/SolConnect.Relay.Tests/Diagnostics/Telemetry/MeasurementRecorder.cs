using System.Diagnostics.Metrics;

namespace SolConnect.Relay.Tests.Diagnostics.Telemetry;

/// <summary>Listens to the library's meter and keeps what it hears, as an exporter would.</summary>
internal sealed class MeasurementRecorder : IDisposable
{
    private readonly Lock _lock = new();
    private readonly List<Heard> _heard = [];
    private readonly MeterListener _listener = new();

    public MeasurementRecorder()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == RelayTelemetry.MeterName)
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Keep(instrument, value, tags));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Keep(instrument, value, tags));
        _listener.Start();
    }

    /// <summary>Everything of one instrument, so far.</summary>
    public IReadOnlyList<Heard> Of(string instrument)
    {
        lock (_lock)
        {
            return _heard.FindAll(heard => heard.Instrument == instrument);
        }
    }

    /// <summary>Asks those instruments that are only asked.</summary>
    public void Collect() => _listener.RecordObservableInstruments();

    public void Dispose() => _listener.Dispose();

    private void Keep(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var heard = new Heard(instrument.Name, value, tags.ToArray().ToDictionary());
        lock (_lock)
        {
            _heard.Add(heard);
        }
    }

    internal sealed record Heard(string Instrument, double Value, IReadOnlyDictionary<string, object?> Tags)
    {
        public object? this[string tag] => Tags.GetValueOrDefault(tag);
    }
}
