using System.IO.Compression;
using System.Xml.Linq;

namespace SolConnect.Relay.Packages.Tests;

/// <summary>What a package index shows of a package, and what a debugger needs.</summary>
public sealed class PackageContentTests(PackedLibrary library)
{
    public static TheoryData<string> Ids => [.. PackedLibrary.Ids];

    [Theory]
    [MemberData(nameof(Ids))]
    public void A_package_says_what_it_is_and_shows_a_readme_and_an_icon(string id)
    {
        using var package = library.Open(id);
        var facts = Facts(package, id);

        Assert.Equal(id, facts["id"]);
        Assert.Equal(library.Version, facts["version"]);
        Assert.Equal("MIT", facts["license"]);
        Assert.Equal("README.md", facts["readme"]);
        Assert.Equal("icon.png", facts["icon"]);
        Assert.Contains("websocket", facts["tags"], StringComparison.Ordinal);
        Assert.NotEqual("Package Description", facts["description"]);
        Assert.NotNull(package.GetEntry("README.md"));
        Assert.NotNull(package.GetEntry("icon.png"));
        Assert.NotNull(package.GetEntry($"lib/net10.0/{id}.dll"));
        Assert.NotNull(package.GetEntry($"lib/net10.0/{id}.xml"));
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void A_package_has_its_symbols_beside_it(string id)
    {
        using var symbols = library.Open(id, "snupkg");

        Assert.NotNull(symbols.GetEntry($"lib/net10.0/{id}.pdb"));
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Packages_of_one_build_ask_for_each_other(string id)
    {
        using var package = library.Open(id);
        var ours = Nuspec(package, id).Descendants()
            .Where(element => element.Name.LocalName == "dependency")
            .Select(element => ((string)element.Attribute("id")!, (string)element.Attribute("version")!))
            .Where(dependency => dependency.Item1.StartsWith("SolConnect.", StringComparison.Ordinal));

        Assert.All(ours, dependency => Assert.Equal(library.Version, dependency.Item2));
    }

    private static Dictionary<string, string> Facts(ZipArchive package, string id) =>
        Nuspec(package, id).Descendants().Single(element => element.Name.LocalName == "metadata").Elements()
            .ToDictionary(element => element.Name.LocalName, element => element.Value);

    private static XDocument Nuspec(ZipArchive package, string id)
    {
        using var nuspec = package.GetEntry($"{id}.nuspec")!.Open();
        return XDocument.Load(nuspec);
    }
}
