using FsCheck;
using FsCheck.Fluent;
using Property = SolConnect.Relay.Core.Tests.Wire.Property;

namespace SolConnect.Relay.Core.Tests.Regions;

public sealed class CloudRegionsTests
{
    [Theory]
    [InlineData("eu-west-2", "eu-west-3", 340)]
    [InlineData("us-east-1", "eu-central-1", 6_500)]
    [InlineData("us-west-2", "ap-northeast-1", 7_900)]
    [InlineData("ap-southeast-2", "sa-east-1", 13_400)]
    [InlineData("EU-CENTRAL-1", "germanywestcentral", 0)]
    public void Distances_are_those_of_an_atlas_within_five_percent(string from, string to, double kilometres)
    {
        Assert.Equal(kilometres, CloudRegions.Distance(from, to)!.Value, tolerance: Math.Max(10, kilometres * 0.05));
    }

    [Theory]
    [InlineData("eu-central-1", "basement")]
    [InlineData("", "eu-central-1")]
    [InlineData(null, null)]
    public void What_is_not_in_the_table_has_no_distance(string? from, string? to)
    {
        Assert.Null(CloudRegions.Distance(from, to));
    }

    [Fact]
    public void Names_are_distinct_and_places_are_on_earth()
    {
        Assert.Distinct(CloudRegions.Names, StringComparer.OrdinalIgnoreCase);
        Assert.All(CloudRegionTable.All, region =>
        {
            Assert.InRange(region.Place.Latitude, -60, 70);
            Assert.InRange(region.Place.Longitude, -180, 180);
        });
        Assert.All(CloudRegions.Names, name => Assert.True(CloudRegions.IsKnown(name)));
    }

    [Fact]
    public void Distance_is_a_metric() => Property.Holds(
        from a in Gen.Elements<string>(CloudRegions.Names)
        from b in Gen.Elements<string>(CloudRegions.Names)
        from c in Gen.Elements<string>(CloudRegions.Names)
        select (a, b, c),
        names =>
        {
            double Between(string from, string to) => CloudRegions.Distance(from, to)!.Value;
            Assert.Equal(Between(names.a, names.b), Between(names.b, names.a), tolerance: 1e-6);
            Assert.Equal(0, Between(names.a, names.a), tolerance: 1e-6);
            Assert.InRange(Between(names.a, names.b), 0, 20_020);
            Assert.True(Between(names.a, names.c) <= Between(names.a, names.b) + Between(names.b, names.c) + 1e-6);
        });

    [Theory]
    [InlineData(52.5, 13.4, "europe-west10")]
    [InlineData(40.7, -74.0, "us-east-1")]
    [InlineData(-36.9, 174.8, "newzealandnorth")]
    public void The_nearest_region_is_found(double latitude, double longitude, string expected)
    {
        Assert.Equal(expected, CloudRegions.NearestTo(latitude, longitude));
    }

    [Theory]
    [InlineData(90.1, 0, "latitude")]
    [InlineData(double.NaN, 0, "latitude")]
    [InlineData(0, -180.1, "longitude")]
    public void What_is_no_place_is_refused(double latitude, double longitude, string parameter) => Assert.Equal(
        parameter, Assert.Throws<ArgumentOutOfRangeException>(() => CloudRegions.NearestTo(latitude, longitude)).ParamName);

    [Theory]
    [InlineData("eu-cental-1", "eu-central-1")]
    [InlineData("us-east1-", "us-east1")]
    [InlineData("basment", "basement")]
    public void A_misspelt_name_is_guessed(string text, string expected)
    {
        Assert.Equal(expected, CloudRegions.Suggest(text, ["basement"])[0]);
    }

    [Fact]
    public void Another_word_is_not_guessed()
    {
        Assert.Empty(CloudRegions.Suggest("frankfurt am main", []));
    }

    [Theory]
    [InlineData("", "", 0)]
    [InlineData("abc", "", 3)]
    [InlineData("", "ab", 2)]
    [InlineData("kitten", "sitting", 3)]
    [InlineData("EU", "eu", 0)]
    public void Edits_are_counted(string a, string b, int expected)
    {
        Assert.Equal(expected, EditDistance.Between(a, b));
        Assert.Equal(expected, EditDistance.Between(b, a));
    }
}
