using System.Text;
using FsCheck.Fluent;
using SolConnect.Relay.Core.Wire;

namespace SolConnect.Relay.Core.Tests.Wire;

public sealed class WireTextTests
{
    [Theory]
    [InlineData("", 0, true)]
    [InlineData("abc", 3, true)]
    [InlineData("abc", 2, false)]
    [InlineData("é", 2, true)]
    [InlineData("é", 1, false)]
    [InlineData("😀", 4, true)]
    [InlineData("😀", 3, false)]
    [InlineData("a\0b", 3, true)]
    public void A_text_fits_when_its_utf8_does(string text, int maxBytes, bool fits) =>
        Assert.Equal(fits, WireText.Fits(text, maxBytes));

    [Fact]
    public void A_lone_surrogate_never_fits()
    {
        // Written here and not as test data, because runners replace what is not valid Unicode.
        Assert.False(WireText.Fits("a\uD83D", 100));
        Assert.False(WireText.Fits("\uDE00a", 100));
    }

    [Theory]
    [InlineData("abc", 3, "abc")]
    [InlineData("abcd", 3, "abc")]
    [InlineData("aé", 2, "a")]
    [InlineData("a😀b", 4, "a")]
    [InlineData("a😀b", 5, "a😀")]
    public void A_text_is_cut_between_two_characters(string text, int maxBytes, string expected) =>
        Assert.Equal(expected, WireText.Cut(text, maxBytes));

    [Fact]
    public void Cutting_replaces_what_is_not_valid_unicode() =>
        Assert.Equal("a\uFFFDb", WireText.Cut("a\uD83Db", 100));

    [Fact]
    public void Any_text_that_fits_survives_the_way_to_utf8_and_back() => Property.Holds(
        Gen.Choose(0, char.MaxValue).Select(value => (char)value).ArrayOf().Select(text => new string(text)),
        text =>
        {
            var bytes = Encoding.UTF8.GetBytes(text);
            var survives = Encoding.UTF8.GetString(bytes) == text;

            Assert.Equal(survives, WireText.Fits(text, bytes.Length));
            Assert.True(bytes.Length == 0 || !survives || !WireText.Fits(text, bytes.Length - 1));
            Assert.True(WireText.Fits(WireText.Cut(text, 10), 10));
        });
}
