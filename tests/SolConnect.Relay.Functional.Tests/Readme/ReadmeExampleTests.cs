using SolConnect.Relay.TestKit;

namespace SolConnect.Relay.Functional.Tests.Readme;

/// <summary>What the README shows does what the README says.</summary>
public sealed class ReadmeExampleTests
{
    [Fact]
    public async Task The_example_sends_a_message_through_two_relays_and_receives_it()
    {
        var output = new StringWriter();

        await ReadmeExample.RunAsync(output);

        var lines = output.ToString().ReplaceLineEndings("\n").Trim().Split('\n');
        Assert.Equal(2, lines.Length);
        Assert.Matches(@"^On [12] relays after \d+\.\d ms\.$", lines[0]);
        Assert.Equal("Received: Hello.", lines[1]);
    }

    [Fact]
    public void The_example_that_is_run_here_is_the_one_in_the_README()
    {
        var root = Repository.Root;
        var compiled = File.ReadAllLines(
            Path.Combine(root, "tests/SolConnect.Relay.Functional.Tests/Readme/ReadmeExample.cs"));
        var first = Array.FindIndex(compiled, line => line.Contains("EmbeddedRelay", StringComparison.Ordinal));
        var body = compiled[first..^2].Select(line => line.Length > 8 ? line[8..] : "");

        var readme = File.ReadAllText(Path.Combine(root, "README.md")).ReplaceLineEndings("\n");

        Assert.Contains(string.Join('\n', body), readme, StringComparison.Ordinal);
    }
}
