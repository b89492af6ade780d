namespace SolConnect.Relay.Core.Tests.Balancing;

internal static class Candidates
{
    public static RelayCandidate[] Of(params double[] qualities) =>
        [.. qualities.Select((quality, index) => One(quality, index))];

    public static RelayCandidate One(double quality, int index, double weight = 1, int priority = 1) => new(
        new($"r{index}", new Uri("wss://relay.example")) { Weight = weight, Priority = priority },
        IsConnected: true, SmoothedRtt: null, quality, Load: 0);

    /// <summary>One with a latency in milliseconds, or none below zero.</summary>
    public static RelayCandidate Near(int index, double latency, double load = 0, string region = "") => new(
        new($"r{index}", new Uri("wss://relay.example")) { Region = region },
        IsConnected: true, latency < 0 ? null : TimeSpan.FromMilliseconds(latency), Quality: 50, load);

    public static SelectionContext With(SelectionState state, double random = 0) => new(0, random, "") { State = state };

    /// <summary>Which of the candidates come up, over evenly spaced draws.</summary>
    public static int[] Drawn(ILoadBalancer balancer, RelayCandidate[] candidates, SelectionContext context, int draws = 1000) =>
    [
        .. Enumerable.Range(0, draws)
            .Select(draw => balancer.Select(candidates, context with { Random = (draw + 0.5) / draws }))
            .Distinct().Order(),
    ];
}
