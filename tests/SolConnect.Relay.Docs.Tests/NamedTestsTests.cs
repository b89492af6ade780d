using System.Text.RegularExpressions;

namespace SolConnect.Relay.Docs.Tests;

/// <summary>The documents name tests and rules as proof; a name that nobody has proves nothing.</summary>
public sealed partial class NamedTestsTests
{
    [Theory]
    [InlineData("README.md")]
    [InlineData("docs/guarantees.md")]
    [InlineData("docs/failover.md")]
    [InlineData("docs/monitoring.md")]
    [InlineData("docs/telemetry.md")]
    [InlineData("docs/discovery.md")]
    [InlineData("docs/configuration.md")]
    [InlineData("docs/packages.md")]
    [InlineData("docs/sdk.md")]
    [InlineData("docs/testing-your-app.md")]
    [InlineData("docs/testing.md")]
    public void Every_test_that_a_document_names_exists(string document)
    {
        var root = Repository.Root;
        var there = Directory.EnumerateFiles(Path.Combine(root, "tests"), "*.cs", SearchOption.AllDirectories)
            .Select(Path.GetFileNameWithoutExtension).ToHashSet();

        var named = Name().Matches(File.ReadAllText(Path.Combine(root, document))).Select(match => match.Groups[1].Value).ToList();

        Assert.NotEmpty(named);
        Assert.DoesNotContain(named, name => !there.Contains(name));
    }

    [GeneratedRegex("`(\\w+(?:Tests|Rule))`")]
    private static partial Regex Name();
}
