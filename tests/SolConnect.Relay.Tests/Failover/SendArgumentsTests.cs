using SolConnect.Relay.Failover;

namespace SolConnect.Relay.Tests.Failover;

public class SendArgumentsTests
{
    [Theory]
    [InlineData("a")]
    [InlineData("prices/€")]
    [InlineData("😀")]
    public void Text_is_a_topic(string topic) => SendArguments.CheckTopic(topic);

    [Fact]
    public void A_topic_is_measured_in_bytes_of_UTF8_and_not_in_characters()
    {
        var longest = new string('€', 85);

        SendArguments.CheckTopic(longest);
        var error = Assert.Throws<ArgumentException>(() => SendArguments.CheckTopic(longest + "a"));

        Assert.Contains("256", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_topic_is_not_empty() => Assert.Throws<ArgumentException>(() => SendArguments.CheckTopic(""));

    [Fact]
    public void Half_of_a_surrogate_pair_is_no_topic_because_all_halves_would_be_the_same_on_the_wire()
    {
        var error = Assert.Throws<ArgumentException>(() => SendArguments.CheckTopic("half \uD83D"));

        Assert.Equal("topic", error.ParamName);
        Assert.Contains("surrogate", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_topic_is_not_null() =>
        Assert.Throws<ArgumentNullException>(() => SendArguments.CheckTopic(null!));

    [Fact]
    public void A_payload_over_the_limit_is_refused_with_both_numbers()
    {
        SendArguments.CheckPayload(new byte[10], maxMessageBytes: 10);

        var error = Assert.Throws<ArgumentException>(() => SendArguments.CheckPayload(new byte[11], maxMessageBytes: 10));

        Assert.Contains("11 bytes", error.Message, StringComparison.Ordinal);
        Assert.Contains("allows 10", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(4 * 1024 - 1)]
    [InlineData(1024 * 1024 * 1024 + 1)]
    public void A_buffer_outside_its_range_is_refused(int bufferBytes) => Assert.Throws<ArgumentException>(
        () => SendArguments.CheckSubscription("t", new() { BufferBytes = bufferBytes }));

    [Fact]
    public void A_number_that_names_no_start_or_policy_is_refused()
    {
        Assert.Throws<ArgumentException>(
            () => SendArguments.CheckSubscription("t", new() { Start = (SubscriptionStart)99 }));
        Assert.Throws<ArgumentException>(() => SendArguments.CheckSubscription("t", new() { OnGap = (GapPolicy)99 }));
    }

    [Fact]
    public void The_defaults_are_fine() => SendArguments.CheckSubscription("t", new());
}
