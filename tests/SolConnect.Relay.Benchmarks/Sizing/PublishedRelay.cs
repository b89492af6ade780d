using System.Diagnostics;
using SolConnect.Relay.TestKit;

namespace SolConnect.Relay.Benchmarks.Sizing;

/// <summary>The sample RelayServer as an operator installs it: published in Release, in a folder of its own.</summary>
internal sealed class PublishedRelay : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("solconnect-relay-");

    private PublishedRelay()
    {
    }

    public string Program => Path.Combine(_folder.FullName, "RelayServer.dll");

    /// <exception cref="InvalidOperationException">It could not be published; the message is what was said.</exception>
    public static async Task<PublishedRelay> PublishAsync()
    {
        var relay = new PublishedRelay();
        var start = new ProcessStartInfo(
            DotNetHost, ["publish", "samples/RelayServer", "-c", "Release", "-nodeReuse:false", "-o", relay._folder.FullName])
        {
            WorkingDirectory = Repository.Root,
            RedirectStandardOutput = true,
        };

        // What a build passes to its children is about that build.
        foreach (var name in start.Environment.Keys.Where(key => key.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).ToList())
        {
            start.Environment.Remove(name);
        }

        using var process = Process.Start(start)!;
        var said = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? relay : throw new InvalidOperationException($"The relay was not published: {said}");
    }

    public static string DotNetHost => Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";

    public void Dispose() => _folder.Delete(recursive: true);
}
