using SolConnect.Relay.Core.Health;

namespace SolConnect.Relay.Core.Tests.Health;

/// <summary>Moments are milliseconds since a start.</summary>
public sealed class LivenessTests
{
    private readonly Liveness _liveness = new();

    [Fact]
    public void A_new_connection_has_answered_nothing_and_is_not_suspected()
    {
        Assert.False(_liveness.HasAnsweredSince(At(0)));
        Assert.False(_liveness.IsSuspected);
        Assert.Equal(Instant.Never, _liveness.OldestPingAt);
    }

    [Fact]
    public void Welcome_answers_Hello_and_is_progress()
    {
        _liveness.Welcomed(helloSentAt: At(5), now: At(30));

        Assert.True(_liveness.HasAnsweredSince(At(5)));
        Assert.False(_liveness.HasAnsweredSince(At(6)));
        Assert.Equal((At(30), At(30), Span(25)), (_liveness.AnsweredAt, _liveness.ProgressAt, _liveness.LastDelay));
    }

    [Fact]
    public void A_pong_shows_that_the_relay_was_alive_after_the_ping_was_sent()
    {
        var nonce = _liveness.Ping(At(100));

        Assert.Equal(Span(40), _liveness.Pong(nonce, At(140)));

        Assert.True(_liveness.HasAnsweredSince(At(100)));
        Assert.False(_liveness.HasAnsweredSince(At(101)));
        Assert.Equal(Instant.Never, _liveness.OldestPingAt);
    }

    [Fact]
    public void A_pong_is_no_progress_because_it_confirms_no_message()
    {
        _liveness.Welcomed(At(0), At(0));

        _liveness.Pong(_liveness.Ping(At(100)), At(140));

        Assert.Equal(At(0), _liveness.ProgressAt);
    }

    [Theory]
    [InlineData(-1, "an older ping")]
    [InlineData(1, "a ping that was never sent")]
    public void A_pong_of_another_ping_answers_nothing(int offset, string why)
    {
        _liveness.Ping(At(100));
        var last = _liveness.Ping(At(200));

        Assert.Null(_liveness.Pong(last + offset, At(240)));

        Assert.True(_liveness.OldestPingAt == At(100), why);
        Assert.False(_liveness.HasAnsweredSince(At(100)));
    }

    [Fact]
    public void A_pong_that_comes_twice_counts_once()
    {
        var nonce = _liveness.Ping(At(100));
        _liveness.Pong(nonce, At(140));

        Assert.Null(_liveness.Pong(nonce, At(900)));

        Assert.Equal((At(140), Span(40)), (_liveness.AnsweredAt, _liveness.LastDelay));
    }

    [Fact]
    public void The_age_of_a_silence_counts_from_the_first_ping_without_an_answer()
    {
        _liveness.Ping(At(100));
        var last = _liveness.Ping(At(200));

        Assert.Equal((At(100), At(200)), (_liveness.OldestPingAt, _liveness.LastPingAt));
        Assert.Equal(Span(30), _liveness.Pong(last, At(230)));
        Assert.Equal(Instant.Never, _liveness.OldestPingAt);
    }

    [Theory]
    [InlineData(99, false, "the message was sent before the ping")]
    [InlineData(100, false, "the order within one moment is not known")]
    [InlineData(101, true, "the relay handles its input in order, so it has come past the ping")]
    public void An_ack_of_something_newer_answers_the_ping_as_well(int sentAt, bool answersPing, string why)
    {
        _liveness.Ping(At(100));

        _liveness.Acknowledged(At(sentAt), At(150));

        Assert.True(answersPing == (_liveness.OldestPingAt == Instant.Never), why);
        Assert.Equal((At(150), Span(150 - sentAt)), (_liveness.ProgressAt, _liveness.LastDelay));
    }

    [Fact]
    public void A_late_ack_of_something_old_does_not_take_back_what_is_known()
    {
        _liveness.Pong(_liveness.Ping(At(100)), At(140));

        _liveness.Acknowledged(At(20), At(150));

        Assert.True(_liveness.HasAnsweredSince(At(100)));
        Assert.Equal((At(150), Span(130)), (_liveness.AnsweredAt, _liveness.LastDelay));
    }

    [Fact]
    public void A_suspect_is_asked_at_once_and_again()
    {
        _liveness.Suspect(At(300));
        Assert.Equal((true, At(300), At(300)), (_liveness.IsSuspected, _liveness.SuspectedAt, _liveness.ProbedAt));

        _liveness.Probe(At(900));
        Assert.Equal((At(300), At(900)), (_liveness.SuspectedAt, _liveness.ProbedAt));

        _liveness.Clear();
        Assert.False(_liveness.IsSuspected);
    }

    private static Instant At(int milliseconds) => new(TimeSpan.FromMilliseconds(milliseconds).Ticks);

    private static TimeSpan Span(int milliseconds) => TimeSpan.FromMilliseconds(milliseconds);
}
