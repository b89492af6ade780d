namespace SolConnect.Relay.Blazor.Tests.Model;

public class LatencyLogTests
{
    private readonly LatencyLog _log = new(capacity: 3);

    [Fact]
    public void It_keeps_the_last_so_many_oldest_first()
    {
        for (var number = 1; number <= 5; number++)
        {
            _log.Sample([Facts.Relay("a") with { Latency = TimeSpan.FromSeconds(number) }]);
        }

        Assert.Equal([3, 4, 5], _log.Of("a").Select(sample => sample!.Value.TotalSeconds));
    }

    [Fact]
    public void A_relay_that_is_not_open_has_no_latency()
    {
        _log.Sample([Facts.Relay("a")]);
        _log.Sample([Facts.Lost("a")]);

        Assert.Equal([TimeSpan.FromMilliseconds(12.34), null], _log.Of("a"));
    }

    [Fact]
    public void A_relay_that_was_removed_is_forgotten()
    {
        _log.Sample([Facts.Relay("a"), Facts.Relay("b")]);

        _log.Sample([Facts.Relay("b")]);

        Assert.Empty(_log.Of("a"));
        Assert.Equal(2, _log.Of("b").Count);
    }
}
