using System.Diagnostics;
using System.Runtime.InteropServices;

namespace SolConnect.Relay.Benchmarks.Reporting;

/// <summary>Where, when and of what code the figures are, without names.</summary>
internal static class Machine
{
    public static string Describe()
    {
        var processor = Processor() is { } model ? $" ({model})" : "";
        var system = RuntimeInformation.OSDescription.Split('#')[0].Trim();
        var kernel = Environment.OSVersion.Version.ToString(3);
        return $"{Environment.ProcessorCount} cores{processor}, {system}, kernel {kernel}, {RuntimeInformation.FrameworkDescription}";
    }

    /// <summary>The commit that is checked out, and whether anything was changed since.</summary>
    public static string Commit()
    {
        var commit = Git("rev-parse --short HEAD");
        var changes = Git("status --porcelain -- src tests samples");
        return changes.Length == 0 ? commit : $"{commit} and uncommitted changes";
    }

    private static string? Processor()
    {
        const string Cpus = "/proc/cpuinfo";
        var line = File.Exists(Cpus)
            ? File.ReadLines(Cpus).FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))
            : null;
        return line?.Split(':', 2)[1].Trim();
    }

    private static string Git(string arguments)
    {
        using var git = Process.Start(new ProcessStartInfo("git", arguments) { RedirectStandardOutput = true })!;
        var said = git.StandardOutput.ReadToEnd().Trim();
        git.WaitForExit();
        return said;
    }
}
