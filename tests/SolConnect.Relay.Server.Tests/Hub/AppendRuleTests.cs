using SolConnect.Relay.Server.Hub.Log;
using SolConnect.Relay.Server.Tests.Hub.Support;

namespace SolConnect.Relay.Server.Tests.Hub;

/// <summary>The rule by which a log takes, repeats, ignores or rejects a producer's sequence, as a table.</summary>
public sealed class AppendRuleTests
{
    [Theory]
    [InlineData(0, 1, 1, 1, "Append", "the first of a producer")]
    [InlineData(0, 1, 2, 1, "OutOfOrder", "the second of a producer whose first still matters")]
    [InlineData(0, 1, 7, 7, "Append", "the first one that still matters")]
    [InlineData(0, 1, 7, 6, "OutOfOrder", "6 still matters")]
    [InlineData(5, 1, 6, 1, "Append", "the next one")]
    [InlineData(5, 1, 6, 6, "Append", "the next one, all before it settled")]
    [InlineData(5, 1, 7, 6, "OutOfOrder", "6 still matters")]
    [InlineData(5, 1, 7, 7, "Append", "6 is settled, so it may be skipped")]
    [InlineData(5, 1, 9, 7, "OutOfOrder", "6 is settled, but 7 and 8 are not")]
    [InlineData(5, 1, 5, 1, "Known", "the last one again")]
    [InlineData(5, 1, 1, 1, "Known", "an old one again")]
    [InlineData(5, 4, 4, 1, "Known", "the first of the run")]
    [InlineData(5, 4, 3, 1, "BeforeRun", "this log never held it")]
    [InlineData(5, 6, 5, 1, "BeforeRun", "covered by a mark only")]
    public void A_sequence_is_judged(long last, long runStart, long sequence, long floor, string verdict, string why)
    {
        Assert.True(
            ProducerEntry.Judge(Entry(last, runStart), sequence, floor).ToString() == verdict, why);
    }

    [Fact]
    public void A_mark_starts_the_run_behind_itself()
    {
        var entry = Entry(last: 3, runStart: 1);

        Assert.Equal(3, entry!.Mark(through: 8, offset: 3));

        Assert.Equal((8, 9), (entry.Last, entry.RunStart));
    }

    private static ProducerEntry? Entry(long last, long runStart)
    {
        if (last == 0)
        {
            return null;
        }

        var entry = new ProducerEntry(HubWorld.Producer(1), 1, lower: null);
        if (runStart > last)
        {
            entry.Mark(last, 0);
            return entry;
        }

        for (var sequence = runStart; sequence <= last; sequence++)
        {
            entry.Append(sequence, sequence);
        }

        return entry;
    }
}
