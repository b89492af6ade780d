using SolConnect.Relay.Simulation.Running;

namespace SolConnect.Relay.Simulation.Selection;

/// <summary>Lets every strategy live through the same day, and says what came of it.</summary>
internal static class SelectionRun
{
    /// <returns>Whether every target was met.</returns>
    public static bool Run(CommandLine commandLine, TextWriter output)
    {
        var days = LoadBalancers.Names
            .Select(name => new SelectionDay(commandLine.FirstSeed, LoadBalancers.ByName(name)!)).ToArray();
        var results = new SelectionResult[days.Length];
        Parallel.For(
            0, days.Length, new() { MaxDegreeOfParallelism = commandLine.Threads },
            index => results[index] = days[index].Run());
        return new SelectionReport(output, new(commandLine.FirstSeed)).Write(results);
    }
}
