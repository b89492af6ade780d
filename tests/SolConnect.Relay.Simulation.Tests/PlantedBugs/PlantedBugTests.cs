using SolConnect.Relay.Simulation.PlantedBugs;

namespace SolConnect.Relay.Simulation.Tests.PlantedBugs;

/// <summary>The hunt itself takes minutes and is a command; this keeps the bugs in step with the code.</summary>
public class PlantedBugTests
{
    public static TheoryData<string> Names =>
        [.. PlantedBugHunt.Load(PlantedBugHunt.FindRoot()).Select(bug => bug.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void What_a_bug_changes_stands_in_the_code_exactly_once(string name)
    {
        var root = PlantedBugHunt.FindRoot();
        var bug = PlantedBugHunt.Load(root).Single(each => each.Name == name);

        foreach (var change in bug.Changes)
        {
            var code = File.ReadAllText(Path.Combine(root, change.File)).ReplaceLineEndings("\n");
            Assert.Equal(2, code.Split(change.Find).Length);
            Assert.NotEqual(change.Find, change.Replace);
        }
    }

    [Fact]
    public void A_bug_that_changes_nothing_is_refused() =>
        Assert.Throws<FormatException>(() => PlantedBug.Parse("nothing", "Only a title\n"));
}
