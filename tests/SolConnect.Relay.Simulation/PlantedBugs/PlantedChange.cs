namespace SolConnect.Relay.Simulation.PlantedBugs;

/// <param name="File">Relative to the repository's root.</param>
/// <param name="Find">Whole lines that the file holds exactly once.</param>
/// <param name="Replace">What stands there instead.</param>
internal sealed record PlantedChange(string File, string Find, string Replace);
