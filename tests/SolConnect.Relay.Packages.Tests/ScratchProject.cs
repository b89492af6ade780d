using System.Xml.Linq;
using SolConnect.Relay.TestKit;

namespace SolConnect.Relay.Packages.Tests;

/// <summary>
/// A project outside this repository that knows its packages only: ours from one folder, and what they depend on from the
/// machine's cache. No package index is asked.
/// </summary>
internal sealed class ScratchProject
{
    private readonly string _folder;

    /// <param name="library">Our packages, all of which are referenced.</param>
    /// <param name="name">Of the project and of its folder.</param>
    /// <param name="sdk">As <c>dotnet new</c> writes it for this kind of project.</param>
    /// <param name="others">Packages besides ours, in the versions that this repository uses.</param>
    public ScratchProject(PackedLibrary library, string name, string sdk = "Microsoft.NET.Sdk", params string[] others)
    {
        _folder = library.Folder.CreateSubdirectory(name).FullName;
        var versions = XDocument.Load(Path.Combine(Repository.Root, "Directory.Packages.props")).Descendants("PackageVersion")
            .ToDictionary(package => (string)package.Attribute("Include")!, package => (string)package.Attribute("Version")!);
        var references = PackedLibrary.Ids.Select(id => Reference(id, library.Version))
            .Concat(others.Select(id => Reference(id, versions[id])));
        Write($"{name}.csproj", $"""
            <Project Sdk="{sdk}">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <Nullable>enable</Nullable>
                <ImplicitUsings>enable</ImplicitUsings>
                <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
                <!-- A rule of xunit 3 alone; dotnet new gives xunit 2. -->
                <NoWarn>$(NoWarn);xUnit1051</NoWarn>
                <NuGetAudit>false</NuGetAudit>
              </PropertyGroup>
              <ItemGroup>
                {string.Concat(references)}
                {(others.Contains("xunit.v3") ? "<Using Include=\"Xunit\" />" : "")}
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
    }

    public void Write(string file, string text) => File.WriteAllText(Path.Combine(_folder, file), text);

    /// <summary>Runs the SDK's command line in the project's folder; <c>run</c>, <c>build</c> and <c>test</c> restore first.</summary>
    /// <returns>What it wrote.</returns>
    public Task<string> DotNetAsync(string command) => DotNet.RunAsync(_folder, command);

    private static string Reference(string id, string version) => $"<PackageReference Include=\"{id}\" Version=\"{version}\" />";
}
