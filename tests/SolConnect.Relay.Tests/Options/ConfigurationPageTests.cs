using System.Reflection;

namespace SolConnect.Relay.Tests.Options;

/// <summary>docs/configuration.md is complete: what can be set is explained there.</summary>
public sealed class ConfigurationPageTests
{
    private static readonly string Page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "configuration.md"));

    // The transport and each relay have a region.
    private static readonly string[] All =
    [
        .. typeof(RelayOptions).GetProperties(BindingFlags.Public | BindingFlags.Instance).Select(property => property.Name),
        .. typeof(RelayEndpoint).GetProperties(BindingFlags.Public | BindingFlags.Instance).Select(property => property.Name),
    ];

    public static TheoryData<string> Options => [.. All.Distinct()];

    [Theory]
    [MemberData(nameof(Options))]
    public void Every_option_has_a_row_with_meaning_default_range_and_when_to_change_it(string name)
    {
        var rows = Page.Split('\n').Where(line => line.StartsWith($"| `{name}` |", StringComparison.Ordinal)).ToList();

        Assert.Equal(All.Count(option => option == name), rows.Count);
        Assert.All(rows, row =>
        {
            var cells = row.Trim('|', ' ').Split('|').Select(cell => cell.Trim()).ToArray();
            Assert.Equal(5, cells.Length);
            Assert.DoesNotContain("", cells);
        });
    }

    [Fact]
    public void Every_row_is_about_an_option_that_exists()
    {
        var rows = Page.Split('\n').Where(line => line.StartsWith("| `", StringComparison.Ordinal) && line.Count(c => c == '|') == 6)
            .Select(line => line[3..line.IndexOf('`', 3)]);

        Assert.Equal(All.Order(), rows.Order());
    }

    [Fact]
    public void The_values_of_the_presets_are_those_that_the_page_tells()
    {
        var presets = new[]
        {
            RelayOptions.Development(), RelayOptions.Production(), RelayOptions.LowLatency(), RelayOptions.Mobile(),
        };
        foreach (var property in typeof(RelayOptions).GetProperties().Where(property => property.PropertyType.IsValueType))
        {
            var normal = property.GetValue(new RelayOptions());
            if (presets.All(preset => Equals(property.GetValue(preset), normal)))
                continue;

            var row = Page.Split('\n').SingleOrDefault(
                line => line.StartsWith($"| preset `{property.Name}` |", StringComparison.Ordinal));
            Assert.NotNull(row);
            var told = row.Trim('|', ' ').Split('|').Select(cell => cell.Trim()).Skip(1);
            var real = presets.Select(preset => property.GetValue(preset)).Prepend(normal).Select(Text);
            Assert.Equal(real, told);
        }
    }

    private static string Text(object? value) => value switch
    {
        TimeSpan span => span.ToString("c", System.Globalization.CultureInfo.InvariantCulture).TrimEnd('0') is var text
            && text.Contains('.', StringComparison.Ordinal)
                ? text
                : span.ToString("c", System.Globalization.CultureInfo.InvariantCulture),
        _ => Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture) ?? "",
    };
}
