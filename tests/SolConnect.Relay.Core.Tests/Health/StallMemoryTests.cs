using SolConnect.Relay.Core.Health;

namespace SolConnect.Relay.Core.Tests.Health;

public sealed class StallMemoryTests
{
    private static readonly Instant Start = new(TimeSpan.FromHours(1).Ticks);

    private readonly StallMemory _memory = new();

    [Fact]
    public void Before_the_first_stall_there_is_nothing_to_remember() =>
        Assert.Equal(TimeSpan.Zero, _memory.LongestAt(Start));

    [Fact]
    public void The_longest_is_remembered_and_halved_every_six_hours()
    {
        _memory.Note(TimeSpan.FromSeconds(1), Start);
        _memory.Note(TimeSpan.FromSeconds(0.2), Start);

        Assert.Equal(TimeSpan.FromSeconds(1), _memory.LongestAt(Start));
        Assert.Equal(TimeSpan.FromSeconds(0.5), _memory.LongestAt(Start + TimeSpan.FromHours(6)));
    }

    [Fact]
    public void A_shorter_one_counts_once_the_longest_has_faded()
    {
        _memory.Note(TimeSpan.FromSeconds(1), Start);
        var later = Start + TimeSpan.FromHours(18);

        _memory.Note(TimeSpan.FromSeconds(0.2), later);

        Assert.Equal(TimeSpan.FromSeconds(0.2), _memory.LongestAt(later));
    }
}
