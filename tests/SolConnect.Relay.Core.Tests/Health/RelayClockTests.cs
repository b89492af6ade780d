using FsCheck.Fluent;
using SolConnect.Relay.Core.Health;
using SolConnect.Relay.Core.Tests.Wire;

namespace SolConnect.Relay.Core.Tests.Health;

public sealed class RelayClockTests
{
    private static readonly Instant Received = new(TimeSpan.FromHours(1).Ticks);

    [Theory]
    [InlineData(0, 4_990_000, "the sample's own moment, less the granularity")]
    [InlineData(1_000, 5_989_000, "a second later")]
    [InlineData(-1_000, 3_989_000, "a second before: older moments are uncertain too")]
    [InlineData(3_600_000, 3_601_390_000, "an hour later, less 3.6 s of drift")]
    [InlineData(-60_000, 0, "before the relay's clock began")]
    public void A_moment_is_translated_a_little_early(int milliseconds, long expected, string why)
    {
        var clock = new RelayClock();
        clock.Sample(5_000_000, Received);

        Assert.True(clock.NotAfter(Received + TimeSpan.FromMilliseconds(milliseconds)) == expected, why);
    }

    [Fact]
    public void It_is_never_late_however_long_the_sample_took_and_however_the_clocks_drift() => Property.Holds(
        from way in Gen.Choose(0, 5_000)
        from age in Gen.Choose(-100_000, 10_000_000)
        from drift in Gen.Choose(-100, 100)
        select (way, age, drift), value =>
        {
            var clock = new RelayClock();
            var relayAtSample = 500_000_000_000L;
            clock.Sample(relayAtSample, Received + TimeSpan.FromMilliseconds(value.way));

            var asked = Received + TimeSpan.FromMilliseconds(value.age);
            var truth = relayAtSample + (long)(value.age * 1_000L * (1 + (value.drift / 1_000_000.0)));

            Assert.True(clock.NotAfter(asked) <= truth);
        });

    [Fact]
    public void The_latest_sample_counts()
    {
        var clock = new RelayClock();
        clock.Sample(5_000_000, Received);

        clock.Sample(9_000_000, Received + TimeSpan.FromSeconds(1));

        Assert.Equal(8_990_000, clock.NotAfter(Received + TimeSpan.FromSeconds(1)));
    }
}
