using SolConnect.Relay.Connections;

namespace SolConnect.Relay.Tests.Connections;

public sealed class RetryAfterHeaderTests
{
    [Theory]
    [InlineData("120", 120)]
    [InlineData("0", 0)]
    [InlineData("-5", 0)]
    [InlineData("soon", 0)]
    [InlineData("", 0)]
    [InlineData("Sat, 01 Mar 2025 12:01:30 GMT", 90)]
    [InlineData("Sat, 01 Mar 2025 11:59:00 GMT", 0)]
    [InlineData("Sun, 02 Mar 2025 12:00:00 GMT", 86_400)]
    public void A_wait_is_given_in_seconds_or_as_a_date(string header, double seconds)
    {
        var headers = new Dictionary<string, IEnumerable<string>> { ["retry-after"] = [header] };

        Assert.Equal(TimeSpan.FromSeconds(seconds), UpgradeEnds.RetryAfter(headers, new StoppedClock()));
    }

    [Fact]
    public void Without_the_header_there_is_no_wait() =>
        Assert.Equal(TimeSpan.Zero, UpgradeEnds.RetryAfter(null, TimeProvider.System));

    private sealed class StoppedClock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => new(2025, 3, 1, 12, 0, 0, TimeSpan.Zero);
    }
}
