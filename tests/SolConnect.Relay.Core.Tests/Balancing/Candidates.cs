namespace SolConnect.Relay.Core.Tests.Balancing;

internal static class Candidates
{
    public static RelayCandidate[] Of(params double[] qualities) =>
        [.. qualities.Select((quality, index) => One(quality, index))];

    public static RelayCandidate One(double quality, int index, double weight = 1, int priority = 1) => new(
        new($"r{index}", new Uri("wss://relay.example")) { Weight = weight, Priority = priority },
        IsConnected: true, SmoothedRtt: null, quality, Load: 0);
}
