namespace SolConnect.Tests;

public sealed class SessionTopicTests : IAsyncDisposable
{
    private readonly SolConnectSDK _sdk = new();

    public ValueTask DisposeAsync() => _sdk.DisposeAsync();

    [Theory]
    [InlineData("lobby", "chat/lobby")]
    [InlineData("a/b c", "chat/a/b c")]
    [InlineData("Straße", "chat/Straße")]
    public void A_session_is_a_topic_behind_the_prefix(string sessionId, string topic) =>
        Assert.Equal(topic, _sdk.TopicOf(sessionId));

    [Fact]
    public async Task The_prefix_may_be_another_one_or_none()
    {
        await using var other = new SolConnectSDK(new() { TopicPrefix = "support." });
        await using var none = new SolConnectSDK(new() { TopicPrefix = "" });

        Assert.Equal("support.42", other.TopicOf("42"));
        Assert.Equal("42", none.TopicOf("42"));
    }

    [Theory]
    [InlineData("", "is empty")]
    [InlineData(" lobby", "white space")]
    [InlineData("lobby\n", "white space")]
    [InlineData("lob\u0007by", "control character")]
    public void A_session_id_that_cannot_be_one_is_refused_with_the_reason(string sessionId, string reason)
    {
        var error = Assert.Throws<ArgumentException>(() => _sdk.TopicOf(sessionId));

        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }

    // No test data of their own: half a character does not survive the way to the test.
    [Fact]
    public void Half_of_a_surrogate_pair_is_no_session_id() =>
        Assert.Throws<ArgumentException>(() => _sdk.TopicOf("x\ud83d"));

    [Fact]
    public void The_topic_has_at_most_255_bytes()
    {
        var longest = new string('x', 250);

        Assert.Equal(255, _sdk.TopicOf(longest).Length);
        Assert.Throws<ArgumentException>(() => _sdk.TopicOf(longest + "x"));
        Assert.Throws<ArgumentException>(() => _sdk.TopicOf(new string('ä', 126)));
    }

    [Fact]
    public void A_prefix_that_leaves_no_room_is_refused() =>
        Assert.Throws<ArgumentException>(() => new SolConnectSDK(new() { TopicPrefix = new string('x', 129) }));
}
