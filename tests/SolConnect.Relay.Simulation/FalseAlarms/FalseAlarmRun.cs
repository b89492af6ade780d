using SolConnect.Relay.Simulation.FalseAlarms.Links;
using SolConnect.Relay.Simulation.FalseAlarms.Measuring;
using SolConnect.Relay.Simulation.Running;

namespace SolConnect.Relay.Simulation.FalseAlarms;

/// <summary>Runs days on every link at both rates, side by side, and says what they came to.</summary>
internal static class FalseAlarmRun
{
    private static readonly int[] Rates = [1, 10];
    private static readonly TimeSpan Day = TimeSpan.FromHours(24);

    /// <returns>Whether every day kept to the limits of its link.</returns>
    public static bool Run(CommandLine commandLine, TextWriter output)
    {
        LinkDay[] days =
        [
            .. from model in LinkModels.All
               from rate in Rates
               from day in Enumerable.Range(0, commandLine.Days)
               select new LinkDay(model, rate, Day, unchecked(commandLine.FirstSeed + (ulong)day)),
        ];
        var results = new DayResult[days.Length];
        Parallel.For(
            0, days.Length, new() { MaxDegreeOfParallelism = commandLine.Threads },
            index => results[index] = days[index].Run());

        var report = new FalseAlarmReport(output);
        report.Begin(commandLine);
        var areAllWithin = true;
        for (var first = 0; first < days.Length; first += commandLine.Days)
        {
            var ofOneLink = results.AsSpan(first, commandLine.Days).ToArray();
            areAllWithin &= !Array.Exists(ofOneLink, result => LinkLimits.Broken(days[first], result).Any());
            report.Row(days[first], ofOneLink);
        }

        report.End(days, results);
        return areAllWithin;
    }
}
