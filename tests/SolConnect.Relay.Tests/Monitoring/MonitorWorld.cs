using SolConnect.Relay.Core;
using SolConnect.Relay.Core.Session;
using SolConnect.Relay.Monitoring;

namespace SolConnect.Relay.Tests.Monitoring;

/// <summary>A monitor in virtual time: the test says what the machine sees.</summary>
internal sealed class MonitorWorld
{
    public MonitorWorld(AlertLimits? limits = null) =>
        Monitor = new(new SessionCounters(), () => Now, maxRetries: 3, limits, Events.Add);

    public ConnectionMonitor Monitor { get; }

    public Instant Now { get; private set; } = RelayViewSamples.At(1_000);

    public List<SessionEvent> Events { get; } = [];

    public IEnumerable<T> EventsOf<T>()
        where T : SessionEvent => Events.OfType<T>();

    public void Advance(double seconds) => Now += TimeSpan.FromSeconds(seconds);

    public void Update(params RelayView[] relays) => Monitor.Update(relays);

    public RelayInfo Relay(string id) => Monitor.GetRelays().Single(relay => relay.Endpoint.Id == id);
}
