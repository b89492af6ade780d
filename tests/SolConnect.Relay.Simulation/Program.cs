using SolConnect.Relay.Simulation.FalseAlarms;
using SolConnect.Relay.Simulation.PlantedBugs;
using SolConnect.Relay.Simulation.Running;
using SolConnect.Relay.Simulation.Selection;

// The only thing that is not repeatable: where a run without --seed starts. It is printed, so the run can be repeated.
var fresh = (ulong)Random.Shared.NextInt64(1, 1_000_000_000_000);
if (CommandLine.Parse(args, fresh, out var error) is not { } commandLine)
{
    Console.Error.WriteLine(error);
    Console.Error.WriteLine(CommandLine.Usage);
    return 2;
}

if (commandLine.PlantedBugs)
{
    return PlantedBugHunt.Run(commandLine, Console.Out) ? 0 : 1;
}

if (commandLine.FalseAlarms)
{
    return FalseAlarmRun.Run(commandLine, Console.Out) ? 0 : 1;
}

if (commandLine.Selection)
{
    return SelectionRun.Run(commandLine, Console.Out) ? 0 : 1;
}

var report = new ConsoleReport(Console.Out);
report.Begin(commandLine);
var totals = new Totals();
if (commandLine.Tally is { } path)
{
    try
    {
        totals = new TallyRun(commandLine, report, path).Run();
    }
    catch (InvalidDataException notATally)
    {
        Console.Error.WriteLine(notATally.Message);
        return 2;
    }
}
else
{
    totals.Elapsed = new SeedRunner(commandLine, report, totals).Run();
}

report.Summary(totals);
return totals.FailedSeeds.Count == 0 ? 0 : 1;
