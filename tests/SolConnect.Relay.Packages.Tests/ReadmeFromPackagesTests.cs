using SolConnect.Relay.TestKit;

namespace SolConnect.Relay.Packages.Tests;

/// <summary>A stranger with nothing but the packages gets what the README promises.</summary>
public sealed class ReadmeFromPackagesTests(PackedLibrary library)
{
    [Fact]
    public async Task The_first_example_of_the_README_runs_from_the_packages()
    {
        var scratch = new ScratchProject(library, FirstExample());

        var output = await scratch.RunAsync();

        Assert.Matches(@"On [12] relays after \d+[.,]\d ms\.", output);
        Assert.Contains("Received: Hello.", output, StringComparison.Ordinal);
    }

    private static string FirstExample()
    {
        var readme = File.ReadAllText(Path.Combine(Repository.Root, "README.md")).ReplaceLineEndings("\n");
        const string Begin = "```csharp\n";
        var begin = readme.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length;
        return readme[begin..readme.IndexOf("```", begin, StringComparison.Ordinal)];
    }
}
