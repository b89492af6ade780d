using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Components;
using SolConnect.Relay.Blazor;

namespace SolConnect.Relay.Docs.Tests;

/// <summary>
/// Whoever copies <c>&lt;RelayStatus&gt;</c> out of a document gets no parameter that does not exist. The Razor compiler takes those
/// for attributes of the page.
/// </summary>
public sealed partial class RelayStatusMarkupTests
{
    [Fact]
    public void Every_parameter_that_a_document_sets_exists()
    {
        var parameters = typeof(RelayStatus).GetProperties()
            .Where(property => property.IsDefined(typeof(ParameterAttribute))).Select(property => property.Name).ToHashSet();

        var named = Directory.EnumerateFiles(Repository.Root, "*.md", SearchOption.AllDirectories)
            .SelectMany(path => Element().Matches(File.ReadAllText(path)))
            .SelectMany(element => Parameter().Matches(element.Value).Select(name => name.Groups[1].Value)).ToHashSet();

        Assert.Contains("Transport", named);
        Assert.Empty(named.Except(parameters));
    }

    [GeneratedRegex("<RelayStatus [^>]*>")]
    private static partial Regex Element();

    [GeneratedRegex(" ([A-Z]\\w*)=")]
    private static partial Regex Parameter();
}
