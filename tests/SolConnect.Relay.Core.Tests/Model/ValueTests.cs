namespace SolConnect.Relay.Core.Tests.Model;

public sealed class ValueTests
{
    private static readonly ProducerId Producer = new(new Guid("0102030405060708090a0b0c0d0e0f10"));

    [Fact]
    public void An_id_names_producer_generation_and_sequence()
    {
        Assert.Equal("0102030405060708090a0b0c0d0e0f10-2-7", new MessageId(Producer, 2, 7).ToString());
    }

    [Theory]
    [InlineData(3, 3, 1)]
    [InlineData(3, 7, 5)]
    public void A_gap_counts_both_its_ends(long first, long last, long count)
    {
        Assert.Equal(count, new MessageGap(Producer, 1, first, last, GapReason.Missing).Count);
    }

    [Fact]
    public void An_endpoint_shows_no_query_because_it_may_hold_a_secret()
    {
        var endpoint = new RelayEndpoint("r1", new Uri("wss://relay.example/path?token=secret"));

        Assert.Equal("r1 (wss://relay.example/path)", endpoint.ToString());
    }

    [Fact]
    public void Producers_are_ordered_the_same_way_by_every_operator()
    {
        var low = new ProducerId(new Guid(1, 0, 0, new byte[8]));
        var high = new ProducerId(new Guid(2, 0, 0, new byte[8]));

        Assert.True(low < high && high > low && low <= high && high >= low);
        Assert.Equal(-1, Math.Sign(low.CompareTo(high)));
    }

    [Fact]
    public void A_broken_invariant_says_what_does_not_hold()
    {
        Invariant.Holds(true, "fine");

        Assert.Contains("water is dry", Assert.Throws<InvariantViolationException>(
            () => Invariant.Holds(1 + 1 == 3, "water is dry")).Message);
    }

    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("a\r\nb", "a\uFFFD\uFFFDb")]
    [InlineData("a\u202Eb", "a\uFFFDb")]
    [InlineData("a\u2028b", "a\uFFFDb")]
    public void Text_of_a_peer_cannot_move_the_cursor(string text, string cleaned)
    {
        Assert.Equal(cleaned, PeerText.Clean(text));
    }

    [Fact]
    public void Text_of_a_peer_is_cut()
    {
        Assert.Equal(PeerText.MaxLength + 1, PeerText.Clean(new string('x', 100_000)).Length);
    }
}
