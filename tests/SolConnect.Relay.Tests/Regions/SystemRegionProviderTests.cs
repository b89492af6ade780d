using System.Globalization;

namespace SolConnect.Relay.Tests.Regions;

public class SystemRegionProviderTests
{
    [Theory]
    [InlineData("Europe/Berlin", "", "europe-west10")]
    [InlineData("Europe/London", "", "eu-west-2")]
    [InlineData("America/New_York", "", "us-east-1")]
    [InlineData("Asia/Tokyo", "de-DE", "ap-northeast-1")]
    [InlineData("W. Europe Standard Time", "", "europe-west10")]
    [InlineData("UTC", "en-GB", "eu-west-2")]
    [InlineData("Etc/UTC", "ja-JP", "ap-northeast-1")]
    [InlineData("UTC", "en", null)]
    [InlineData("UTC", "", null)]
    public void The_time_zone_tells_and_where_it_does_not_the_culture(string zone, string culture, string? expected)
    {
        var provider = new SystemRegionProvider(
            () => TimeZoneInfo.CreateCustomTimeZone(zone, TimeSpan.Zero, null, null), () => CultureInfo.GetCultureInfo(culture));

        Assert.Equal(expected, provider.FindRegion());
    }

    [Fact]
    public void On_this_machine_it_answers_with_a_known_region_or_none()
    {
        var region = new SystemRegionProvider().FindRegion();

        Assert.True(region is null || CloudRegions.IsKnown(region));
    }
}
