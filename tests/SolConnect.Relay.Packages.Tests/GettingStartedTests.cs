using SolConnect.Relay.TestKit.Documents;

namespace SolConnect.Relay.Packages.Tests;

/// <summary>docs/getting-started.md leads where it says, with nothing but the packages.</summary>
public sealed class GettingStartedTests(PackedLibrary library)
{
    private static readonly IReadOnlyList<CodeBlock> Page = CodeBlock.In("docs/getting-started.md");

    [Fact]
    public async Task Bob_hears_Ann_while_a_relay_dies()
    {
        var scratch = new ScratchProject(library, "Greetings");
        scratch.Write("Program.cs", TheOneWith("EmbeddedRelay.StartAsync"));

        var output = await scratch.DotNetAsync("run");

        Assert.Matches(@"Ann has a receipt from [12] relays after \d+ ms\.", output);
        Assert.Matches(@"Bob hears: Hello, Bob\.\s+Bob hears: One relay is dead\.", output);
    }

    [Fact]
    public async Task The_test_that_kills_a_relay_passes()
    {
        var scratch = new ScratchProject(
            library, "Tests", others: ["Microsoft.NET.Test.Sdk", "xunit.runner.visualstudio", "xunit.v3"]);
        scratch.Write("UnitTest1.cs", TheOneWith("[Fact]"));

        var output = await scratch.DotNetAsync("test");

        Assert.Matches(@"Passed!.+ Passed:\s+1,", output);
    }

    [Fact]
    public async Task The_relay_is_built()
    {
        var scratch = new ScratchProject(library, "Relay", "Microsoft.NET.Sdk.Web");
        scratch.Write("Program.cs", TheOneWith("MapRelay"));

        Assert.Contains("0 Warning(s)", await scratch.DotNetAsync("build"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_application_is_built_with_a_page_that_shows_its_relays()
    {
        var scratch = new ScratchProject(library, "Web", "Microsoft.NET.Sdk.Web");
        scratch.Write("Program.cs", TheOneWith("AddSolConnectRelay"));
        scratch.Write("appsettings.json", TheOneWith("ConnectOnStart"));
        scratch.Write("_Imports.razor", """
            @using static Microsoft.AspNetCore.Components.Web.RenderMode
            """);
        scratch.Write("Relays.razor", CodeBlock.In("docs/status.md").First(block => block.Language == "razor").Text);

        Assert.Contains("0 Warning(s)", await scratch.DotNetAsync("build"), StringComparison.Ordinal);
    }

    private static string TheOneWith(string text) =>
        Page.Single(block => block.Text.Contains(text, StringComparison.Ordinal)).Text;
}
