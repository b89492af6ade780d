using SolConnect.Relay.Simulation.FalseAlarms.Links;
using SolConnect.Relay.Simulation.FalseAlarms.Measuring;

namespace SolConnect.Relay.Simulation.FalseAlarms;

/// <summary>What is allowed on a link. Each answer is what was broken, in words, or <c>null</c>.</summary>
internal static class LinkLimits
{
    /// <summary>
    /// Where stalls longer than T1 are so frequent, or messages so many, that copies exceed the hedge budget, because
    /// it delays suspicions and never stops a hedge. The figures are published; the failovers are limited all the
    /// same.
    /// </summary>
    public static bool ExceedsBudgetByDesign(LinkDay day) =>
        day.MessagesPerSecond >= 10 && (day.Model == LinkModels.BadWiFi || day.Model == LinkModels.Geostationary);

    /// <summary>
    /// Of a part of a day, the limit's share is allowed, but one at least: there is no half a failover.
    /// </summary>
    public static string? TooManyFailovers(LinkDay day, DayResult result)
    {
        var allowed = Math.Max(1, day.Model.FailoversPerDay * (day.Length / TimeSpan.FromHours(24)));
        return result.Failovers > allowed ? $"{result.Failovers} false failovers, and {allowed:0.#} are allowed" : null;
    }

    public static string? TooManyCopies(DayResult result)
    {
        var allowed = HedgeLedger.Allowed(result.Messages);
        return result.Copies > allowed ? $"{result.Copies} copies, and {allowed:0} are in the budget" : null;
    }

    public static string? MissingReceipts(DayResult result) =>
        result.Failed > 0 ? $"{result.Failed} messages without a receipt" : null;

    /// <summary>Everything that a day broke.</summary>
    public static IEnumerable<string> Broken(LinkDay day, DayResult result) =>
        new[] { TooManyFailovers(day, result), TooManyCopies(result), MissingReceipts(result) }.OfType<string>();
}
