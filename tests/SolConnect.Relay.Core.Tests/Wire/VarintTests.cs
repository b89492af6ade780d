using SolConnect.Relay.Core.Wire;

namespace SolConnect.Relay.Core.Tests.Wire;

public sealed class VarintTests
{
    [Theory]
    [InlineData(0UL, "00")]
    [InlineData(1UL, "01")]
    [InlineData(127UL, "7f")]
    [InlineData(128UL, "8001")]
    [InlineData(300UL, "ac02")]
    [InlineData(16_383UL, "ff7f")]
    [InlineData(16_384UL, "808001")]
    [InlineData((1UL << 62) - 1, "ffffffffffffffff3f")]
    [InlineData(ulong.MaxValue, "ffffffffffffffffff01")]
    public void A_number_has_one_encoding(ulong value, string hex)
    {
        var bytes = new byte[Varint.MaxSize];

        var written = Varint.Write(bytes, value);

        Assert.Equal(hex, Convert.ToHexStringLower(bytes.AsSpan(0, written)));
        Assert.Equal(written, Varint.Size(value));
        Assert.Equal(written, Varint.Read(bytes, out var read));
        Assert.Equal(value, read);
    }

    [Theory]
    [InlineData("", "nothing")]
    [InlineData("80", "truncated")]
    [InlineData("ffffffffffffffffff", "truncated before the tenth byte")]
    [InlineData("8000", "overlong zero")]
    [InlineData("ac8200", "overlong 300")]
    [InlineData("ffffffffffffffffff00", "overlong in ten bytes")]
    [InlineData("ffffffffffffffffff02", "above 64 bits")]
    [InlineData("8080808080808080808000", "eleven bytes")]
    [InlineData("ffffffffffffffffffffffff", "endless")]
    public void Anything_else_is_refused(string hex, string why) =>
        Assert.True(Varint.Read(Convert.FromHexString(hex), out _) == 0, why);

    [Fact]
    public void The_size_is_what_is_written_at_every_power_of_two()
    {
        var bytes = new byte[Varint.MaxSize];
        for (var bit = 0; bit < 64; bit++)
        {
            foreach (var value in new[] { (1UL << bit) - 1, 1UL << bit, (1UL << bit) + 1 })
            {
                Assert.Equal(Varint.Size(value), Varint.Write(bytes, value));
            }
        }
    }
}
