using SolConnect.Relay.Simulation.Running;

namespace SolConnect.Relay.Simulation.Tests;

public sealed class TallyTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory().FullName;

    [Fact]
    public void Runs_that_go_on_where_the_last_one_ended_come_to_the_same_as_one_run()
    {
        Run("parts", 20);
        Run("parts", 20);
        Run("parts", 50);
        Run("whole", 50);

        Assert.Equal(Sums("whole"), Sums("parts"));
        Assert.Equal(50, Tally.Read(PathOf("parts")).Seeds);
        Assert.True(Tally.Read(PathOf("parts")).Events > 50);
    }

    [Fact]
    public void A_file_that_has_all_seeds_is_left_as_it_is()
    {
        Run("file", 20);
        var before = File.ReadAllText(PathOf("file"));

        Run("file", 10);

        Assert.Equal(before, File.ReadAllText(PathOf("file")));
    }

    [Theory]
    [InlineData("")]
    [InlineData("| a | table |")]
    [InlineData("[1, 2]")]
    [InlineData("{\"seeds\": \"many\"}")]
    public void A_file_that_is_no_tally_is_named_and_left_as_it_is(string content)
    {
        File.WriteAllText(PathOf("notes"), content);

        var error = Assert.Throws<InvalidDataException>(() => Run("notes", 20));

        Assert.Contains(PathOf("notes"), error.Message, StringComparison.Ordinal);
        Assert.Equal(content, File.ReadAllText(PathOf("notes")));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private void Run(string name, int seeds)
    {
        string[] arguments = ["--tally", PathOf(name), "--seeds", $"{seeds}"];
        var commandLine = CommandLine.Parse(arguments, 999, out _)!;
        new TallyRun(commandLine, new(TextWriter.Null), PathOf(name)).Run();
    }

    private string Sums(string name)
    {
        var path = PathOf(name);
        (Tally.Read(path) with { Seconds = 0 }).Write(path);
        return File.ReadAllText(path);
    }

    private string PathOf(string name) => Path.Combine(_folder, name);
}
