using System.Diagnostics;

namespace SolConnect.Relay.Browser.Tests;

/// <summary>The programs under <c>samples</c>, in the configuration in which these tests were built.</summary>
internal static class Sample
{
    public static string Host => Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";

    // …/tests/NAME/bin/CONFIGURATION/net10.0/
    public static string PathOf(string name)
    {
        var output = new DirectoryInfo(AppContext.BaseDirectory);
        return Path.Combine(Repository.Root, "samples", name, "bin", output.Parent!.Name, output.Name, $"{name}.dll");
    }

    /// <summary>Runs one to its end.</summary>
    /// <returns>Its exit code and what it said.</returns>
    public static async Task<(int ExitCode, string Output)> RunAsync(
        string name, string folder, TimeSpan limit, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(Host, [PathOf(name), .. arguments])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
        })!;
        try
        {
            using var patience = new CancellationTokenSource(limit);
            var output = await process.StandardOutput.ReadToEndAsync(patience.Token);
            await process.WaitForExitAsync(patience.Token);
            return (process.ExitCode, output);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill();
            }
        }
    }
}
