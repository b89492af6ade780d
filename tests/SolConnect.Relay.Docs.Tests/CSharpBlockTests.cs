namespace SolConnect.Relay.Docs.Tests;

/// <summary>Whoever copies C# out of a document gets something that compiles.</summary>
public sealed class CSharpBlockTests
{
    private static readonly Dictionary<string, CodeBlock> All =
        CodeBlock.InAllDocuments("csharp").ToDictionary(block => block.ToString());

    public static TheoryData<string> Blocks => [.. All.Keys];

    [Theory]
    [MemberData(nameof(Blocks))]
    public void A_block_compiles_without_a_warning(string block) => Assert.Empty(BlockCompiler.Complaints(All[block]));

    [Fact]
    public void The_blocks_are_found() => Assert.InRange(All.Count, 25, 500);
}
