namespace SolConnect.Relay.Docs.Tests;

/// <summary>What is wrong in a document is found, and where.</summary>
public sealed class BlockCompilerTests
{
    [Theory]
    [InlineData("await transport.ConnectAsync();\nawait transport.SendAsync(\"t\", \"text\");", 11, "CS1503")]
    [InlineData("options.MessageTimeOut = TimeSpan.Zero;", 10, "CS1061")]
    [InlineData("await nobody.ConnectAsync();", 10, "CS0103")]
    [InlineData("string? id = null;\nConsole.WriteLine(id.Length);", 11, "CS8602")]
    [InlineData("Console.WriteLine(\"\")", 10, "CS1002")]
    [InlineData("session.TryTakeEffect(out var effect);", 10, "CS0103")]
    [InlineData("new SolConnect.Relay.Core.Session.RelaySession();", 10, "CS0122")]
    public void A_mistake_in_a_fragment_is_told_with_document_and_line(string code, int line, string id) =>
        Assert.Contains(Complaints(code), text => text.StartsWith($"docs/page.md:{line}: {id}: ", StringComparison.Ordinal));

    [Theory]
    [InlineData("using System.Text;\nvar options = new RelayOptions();", 11)]
    [InlineData("using SolConnect.Relay;\nawait transport.ConnectAsync();", 11)]
    [InlineData("using SolConnect.Relay;\nusing var logs = LoggerFactory.Create(logging => { });", 11)]
    public void A_whole_file_has_to_name_what_it_uses(string code, int line) =>
        Assert.Contains(Complaints(code), text => text.StartsWith($"docs/page.md:{line}: CS", StringComparison.Ordinal));

    [Theory]
    [InlineData("await transport.ConnectAsync();")]
    [InlineData("using SolConnect.Relay;\nvar options = new RelayOptions();\nConsole.WriteLine(options.Relays.Count);")]
    [InlineData("using SolConnect.Relay;\nvar app = WebApplication.CreateBuilder(args).Build();\nIMessageTransport? none = null;\napp.Run(none?.ToString());")]
    [InlineData("using SolConnect.Relay;\npublic sealed class Tests\n{\n    [Fact]\n    public void Test() => Assert.NotNull(new RelayOptions());\n}")]
    public void What_is_right_is_taken(string code) => Assert.Empty(Complaints(code));

    [Fact]
    public void A_fence_that_is_never_closed_is_told() =>
        Assert.Equal("page.md:2: this fence is never closed.", Assert.Throws<FormatException>(
            () => CodeBlock.Parse("page.md", ["text", "```csharp", "more"])).Message);

    private static IReadOnlyList<string> Complaints(string code) => BlockCompiler.Complaints(new("docs/page.md", 10, "csharp", code));
}
