using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using SolConnect.Relay.Simulation.Running;

namespace SolConnect.Relay.Simulation.PlantedBugs;

/// <summary>
/// Proves that the simulation finds bugs: builds a copy of the code with one known bug at a time, and runs seeds until a
/// promise is broken. A bug that survives is a hole in the simulation.
/// </summary>
internal static partial class PlantedBugHunt
{
    private const string Project = "tests/SolConnect.Relay.Simulation";
    private static readonly string[] Copied = ["src", Project];

    /// <summary>Returns whether every bug was found. Prints a table in Markdown, as it stands in docs/testing.md.</summary>
    public static bool Run(CommandLine commandLine, TextWriter output)
    {
        var root = FindRoot();
        var copy = Directory.CreateTempSubdirectory("planted-bugs-").FullName;
        try
        {
            CopyTo(copy, root);
            output.WriteLine("| Bug | Breaks | Seed | Found after |");
            output.WriteLine("|---|---|---|---|");
            var found = true;
            foreach (var bug in Load(root).Where(bug => bug.Name.Contains(commandLine.Bug, StringComparison.Ordinal)))
            {
                found &= Hunt(bug, root, copy, commandLine, output);
            }

            return found;
        }
        finally
        {
            Directory.Delete(copy, recursive: true);
        }
    }

    public static IReadOnlyList<PlantedBug> Load(string root) =>
    [
        .. Directory.GetFiles(Path.Combine(root, Project, "PlantedBugs", "bugs"), "*.txt")
            .Order(StringComparer.Ordinal)
            .Select(path => PlantedBug.Parse(Path.GetFileNameWithoutExtension(path), File.ReadAllText(path))),
    ];

    /// <summary>The repository that this program was built from.</summary>
    public static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "SolConnect.Relay.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("The program was moved out of its repository.");
    }

    private static bool Hunt(PlantedBug bug, string root, string copy, CommandLine commandLine, TextWriter output)
    {
        bug.Plant(copy);
        var build = Execute(copy, "build", Project, "-c", "Release", "-v", "q", "-p:TreatWarningsAsErrors=false");
        if (build.ExitCode != 0)
        {
            output.WriteLine($"| {bug.Title} | **does not build** | | |");
            Console.Error.WriteLine($"{bug.Name} does not build:\n{build.Output}");
            Restore(bug, root, copy);
            return false;
        }

        var dll = Path.Combine(copy, Project, "bin/Release/net10.0/SolConnect.Relay.Simulation.dll");
        var number = CultureInfo.InvariantCulture;
        var run = Execute(
            copy, dll, "--seeds", commandLine.Seeds.ToString(number), "--seed", commandLine.FirstSeed.ToString(number),
            "--threads", "1", "--failures", "1");
        Restore(bug, root, copy);
        var failure = FailureLine().Match(run.Output);
        var isFound = run.ExitCode == 1 && failure.Success;
        output.WriteLine(isFound
            ? $"| {bug.Title} | {failure.Groups["promise"].Value} | {failure.Groups["seed"].Value} "
                + $"| {ulong.Parse(failure.Groups["seed"].Value, number) - commandLine.FirstSeed + 1} seeds |"
            : $"| {bug.Title} | **not found** | | {commandLine.Seeds} seeds |");
        return isFound;
    }

    private static void Restore(PlantedBug bug, string root, string copy)
    {
        foreach (var change in bug.Changes)
        {
            File.Copy(Path.Combine(root, change.File), Path.Combine(copy, change.File), overwrite: true);
        }
    }

    private static (int ExitCode, string Output) Execute(string folder, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
        };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output);
    }

    private static void CopyTo(string copy, string root)
    {
        foreach (var file in Directory.GetFiles(root))
        {
            File.Copy(file, Path.Combine(copy, Path.GetFileName(file)));
        }

        File.Copy(Path.Combine(root, "tests/Directory.Build.props"), MakeFolderFor(Path.Combine(copy, "tests/Directory.Build.props")));
        foreach (var folder in Copied)
        {
            foreach (var file in Directory.EnumerateFiles(Path.Combine(root, folder), "*", SearchOption.AllDirectories))
            {
                var relative = Path.GetRelativePath(root, file);
                if (!relative.Contains("/bin/", StringComparison.Ordinal) && !relative.Contains("/obj/", StringComparison.Ordinal))
                {
                    File.Copy(file, MakeFolderFor(Path.Combine(copy, relative)));
                }
            }
        }
    }

    private static string MakeFolderFor(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        return path;
    }

    [GeneratedRegex(@"^Seed (?<seed>\d+) broke \d+ promises\.\s+(?<promise>\w+):", RegexOptions.Multiline)]
    private static partial Regex FailureLine();
}
