namespace SolConnect.Relay.Blazor.Model;

/// <summary>The last latencies of each relay, as many as fit a line. Not thread-safe.</summary>
internal sealed class LatencyLog(int capacity)
{
    private readonly Dictionary<string, Queue<TimeSpan?>> _samples = [];

    /// <summary>Takes one sample of every relay, and forgets the relays that are gone.</summary>
    public void Sample(IReadOnlyList<RelayInfo> relays)
    {
        foreach (var gone in _samples.Keys.Except(relays.Select(relay => relay.Endpoint.Id)).ToList())
        {
            _samples.Remove(gone);
        }

        foreach (var relay in relays)
        {
            if (!_samples.TryGetValue(relay.Endpoint.Id, out var samples))
            {
                _samples[relay.Endpoint.Id] = samples = new();
            }

            if (samples.Count == capacity)
            {
                samples.Dequeue();
            }

            samples.Enqueue(relay.Latency);
        }
    }

    /// <summary>Oldest first.</summary>
    public IReadOnlyList<TimeSpan?> Of(string relayId) =>
        _samples.TryGetValue(relayId, out var samples) ? [.. samples] : [];
}
