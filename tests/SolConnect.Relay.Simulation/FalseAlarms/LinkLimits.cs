using SolConnect.Relay.Simulation.FalseAlarms.Measuring;

namespace SolConnect.Relay.Simulation.FalseAlarms;

/// <summary>What is allowed on a link.</summary>
internal static class LinkLimits
{
    /// <summary>The first limit that a day broke, in words; <c>null</c> when it kept to all of them.</summary>
    public static string? Broken(LinkDay day, DayResult result)
    {
        // Of a part of a day, the limit's share, but one at least: half a failover cannot be counted.
        var failovers = Math.Max(1, day.Model.FailoversPerDay * (day.Length / TimeSpan.FromHours(24)));
        if (result.Failovers > failovers)
        {
            return $"{result.Failovers} false failovers, and {failovers:0.#} are allowed";
        }

        if (result.Copies > HedgeLedger.Allowed(result.Messages))
        {
            return $"{result.Copies} copies, and {HedgeLedger.Allowed(result.Messages):0} are allowed";
        }

        return result.Failed > 0 ? $"{result.Failed} messages without a receipt" : null;
    }
}
