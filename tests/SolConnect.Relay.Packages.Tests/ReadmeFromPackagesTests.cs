using SolConnect.Relay.TestKit.Documents;

namespace SolConnect.Relay.Packages.Tests;

/// <summary>A stranger with nothing but the packages gets what the README promises.</summary>
public sealed class ReadmeFromPackagesTests(PackedLibrary library)
{
    [Fact]
    public async Task The_first_example_of_the_README_runs_from_the_packages()
    {
        var scratch = new ScratchProject(library, "readme");
        scratch.Write("Program.cs", CodeBlock.In("README.md").First(block => block.Language == "csharp").Text);

        var output = await scratch.DotNetAsync("run");

        Assert.Matches(@"On [12] relays after \d+[.,]\d ms\.", output);
        Assert.Contains("Received: Hello.", output, StringComparison.Ordinal);
    }
}
