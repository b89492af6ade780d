using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace SolConnect.Relay.Docs.Tests;

/// <summary>Whoever copies JSON out of a document gets something that is read, and options that exist.</summary>
public sealed class JsonBlockTests
{
    private const string Section = "SolConnect";

    private static readonly Dictionary<string, CodeBlock> All =
        CodeBlock.InAllDocuments("json").ToDictionary(block => block.ToString());

    public static TheoryData<string> Blocks => [.. All.Keys];

    public static TheoryData<string> Configurations => [.. All.Where(block => IsConfiguration(block.Value)).Select(block => block.Key)];

    [Theory]
    [MemberData(nameof(Blocks))]
    public void A_block_is_JSON(string block) => Assert.Null(Complaint(All[block]));

    [Theory]
    [MemberData(nameof(Configurations))]
    public void Options_in_a_block_exist_and_are_valid(string block)
    {
        var configuration = new ConfigurationBuilder()
            .AddJsonStream(new MemoryStream(Encoding.UTF8.GetBytes(Whole(All[block])))).Build();
        var section = configuration.GetRequiredSection(Section);

        // A block about something else leaves the relays out.
        var preset = new RelayOptions();
        if (!section.GetSection(nameof(RelayOptions.Relays)).Exists() && !section.GetSection(nameof(RelayOptions.Directories)).Exists())
            preset.Relays.Add(new("red", new("ws://127.0.0.1:5081/relay")));
        using var services = new ServiceCollection().AddSolConnectRelay(preset).AddSolConnectRelay(section).BuildServiceProvider();

        Assert.Null(Record.Exception(() => services.GetRequiredService<IOptions<RelayOptions>>().Value));
    }

    [Fact]
    public void The_blocks_are_found()
    {
        Assert.InRange(All.Count, 7, 100);
        Assert.InRange(Configurations.Count, 5, 100);
    }

    [Fact]
    public void A_mistake_is_told_with_document_and_line() => Assert.StartsWith(
        "docs/page.md:11: ", Complaint(new("docs/page.md", 10, "json", "\"SolConnect\": {\n  \"Standbys\": ,\n}\n")), StringComparison.Ordinal);

    private static bool IsConfiguration(CodeBlock block) =>
        Complaint(block) is null && JsonDocument.Parse(Whole(block)).RootElement is { ValueKind: JsonValueKind.Object } root
        && root.TryGetProperty(Section, out _);

    private static string? Complaint(CodeBlock block)
    {
        try
        {
            JsonDocument.Parse(Whole(block)).Dispose();
            return null;
        }
        catch (JsonException error)
        {
            return $"{block.Document}:{block.Line + error.LineNumber}: {error.Message}";
        }
    }

    // A part of a file is shown without the braces around it.
    private static string Whole(CodeBlock block) =>
        block.Text.TrimStart() is ['{' or '[', ..] ? block.Text : $"{{{block.Text}}}";
}
