namespace SolConnect.Relay.Packages.Tests;

/// <summary>
/// A console program outside this repository that knows its packages only: ours from one folder, and what they depend on
/// from the machine's cache. No package index is asked.
/// </summary>
internal sealed class ScratchProject
{
    private readonly string _folder;

    public ScratchProject(PackedLibrary library, string code)
    {
        _folder = library.Folder.CreateSubdirectory("scratch").FullName;
        Write("scratch.csproj", $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <Nullable>enable</Nullable>
                <ImplicitUsings>enable</ImplicitUsings>
                <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
                <NuGetAudit>false</NuGetAudit>
              </PropertyGroup>
              <ItemGroup>
                {string.Concat(PackedLibrary.Ids.Select(id => $"<PackageReference Include=\"{id}\" Version=\"{library.Version}\" />"))}
              </ItemGroup>
            </Project>
            """);
        Write("nuget.config", $"""
            <configuration>
              <config>
                <add key="globalPackagesFolder" value="{Path.Combine(library.Folder.FullName, "packages")}" />
              </config>
              <packageSources>
                <clear />
                <add key="ours" value="{library.Feed}" />
              </packageSources>
              <fallbackPackageFolders>
                <clear />
                <add key="cache" value="{PackedLibrary.PackageCache}" />
              </fallbackPackageFolders>
            </configuration>
            """);
        Write("Program.cs", code);
    }

    /// <summary>Restores, builds and runs the program.</summary>
    /// <returns>What it wrote.</returns>
    public Task<string> RunAsync() => DotNet.RunAsync(_folder, "run");

    private void Write(string name, string text) => File.WriteAllText(Path.Combine(_folder, name), text);
}
