using System.IO.Compression;
using System.Reflection;
using SolConnect.Relay.TestKit;

namespace SolConnect.Relay.Packages.Tests;

/// <summary>All packages of this repository in a folder of their own, packed once for all tests.</summary>
public sealed class PackedLibrary : IAsyncLifetime
{
    // A version that no package cache has seen, whatever was restored from earlier builds.
    public string Version { get; } = $"0.0.0-test.{DateTime.UtcNow.Ticks}";

    /// <summary>Holds the packages in <c>feed</c>; gone after the tests.</summary>
    public DirectoryInfo Folder { get; } = Directory.CreateTempSubdirectory("solconnect-packages-");

    public string Feed => Path.Combine(Folder.FullName, "feed");

    /// <summary>The ids of the projects that become packages.</summary>
    public static IEnumerable<string> Ids =>
        Directory.EnumerateFiles(Path.Combine(Repository.Root, "src"), "*.csproj", SearchOption.AllDirectories)
            .Select(project => Path.GetFileNameWithoutExtension(project)).Order(StringComparer.Ordinal);

    public async ValueTask InitializeAsync() => await DotNet.RunAsync(
        Repository.Root, "pack", "-c", Metadata("Configuration"), "--no-build", "-o", Feed, $"-p:Version={Version}");

    public ValueTask DisposeAsync()
    {
        Folder.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }

    /// <summary>The folder of packages that this repository's own restore has filled.</summary>
    public static string PackageCache => Metadata("NuGetPackageRoot");

    public ZipArchive Open(string id, string extension = "nupkg") =>
        ZipFile.OpenRead(Path.Combine(Feed, $"{id}.{Version}.{extension}"));

    private static string Metadata(string key) => typeof(PackedLibrary).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().Single(entry => entry.Key == key).Value!;
}
