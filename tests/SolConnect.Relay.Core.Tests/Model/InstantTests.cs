namespace SolConnect.Relay.Core.Tests.Model;

public sealed class InstantTests
{
    [Fact]
    public void No_deadline_stays_none_whatever_is_added()
    {
        Assert.Equal(Instant.Never, Instant.Never + TimeSpan.FromDays(1));
        Assert.Equal(Instant.Never, new Instant(long.MaxValue - 5) + TimeSpan.FromSeconds(1));
    }

    [Fact]
    public void Earlier_and_later_choose()
    {
        var (first, second) = (new Instant(1), new Instant(2));

        Assert.Equal(first, Instant.Earlier(second, first));
        Assert.Equal(second, Instant.Later(first, second));
        Assert.Equal(first, Instant.Earlier(Instant.Never, first));
    }

    [Fact]
    public void Differences_are_durations()
    {
        var start = new Instant(1_000);
        var end = start + TimeSpan.FromSeconds(3);

        Assert.Equal(TimeSpan.FromSeconds(3), end - start);
        Assert.Equal(start, end - TimeSpan.FromSeconds(3));
        Assert.True(start < end && end > start && start <= end && end >= start);
        Assert.Equal("never", Instant.Never.ToString());
    }
}
