using System.Diagnostics;

namespace SolConnect.Relay.Benchmarks.Commands;

/// <summary>This program once more, for one of its verbs.</summary>
internal static class OwnProcess
{
    public static ProcessStartInfo For(IVerb verb, params IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet")
        {
            RedirectStandardOutput = true,
            ArgumentList = { typeof(OwnProcess).Assembly.Location, verb.Name },
        };
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        return start;
    }

    /// <summary>Runs it to its end and returns what it said.</summary>
    /// <exception cref="InvalidOperationException">It failed.</exception>
    public static async Task<string> RunAsync(IVerb verb, params IEnumerable<string> arguments)
    {
        using var process = Process.Start(For(verb, arguments))!;
        var said = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0
            ? said.Trim()
            : throw new InvalidOperationException($"'{verb.Name}' ended with {process.ExitCode}: {said}");
    }
}
