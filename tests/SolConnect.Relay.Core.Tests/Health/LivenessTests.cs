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

    [Fact]
    public void A_pong_of_a_ping_that_was_never_sent_answers_nothing()
    {
        var last = _liveness.Ping(At(100));

        Assert.Null(_liveness.Pong(last + 1, At(240)));

        Assert.Equal(At(100), _liveness.OldestPingAt);
        Assert.False(_liveness.HasAnsweredSince(At(100)));
    }

    [Fact]
    public void A_pong_of_an_older_ping_answers_that_one_and_leaves_the_newer_open()
    {
        var first = _liveness.Ping(At(100));
        _liveness.Ping(At(200));

        Assert.Equal(Span(140), _liveness.Pong(first, At(240)));

        Assert.Equal(At(200), _liveness.OldestPingAt);
        Assert.True(_liveness.HasAnsweredSince(At(100)));
        Assert.False(_liveness.HasAnsweredSince(At(101)));
    }

    [Fact]
    public void Pings_that_follow_each_other_faster_than_their_answers_are_answered_one_by_one()
    {
        for (var sent = 0; sent < 1_000; sent += 10)
        {
            var nonce = _liveness.Ping(At(sent));
            if (sent >= 600)
            {
                Assert.Equal(Span(600), _liveness.Pong(nonce - 60, At(sent)));
                Assert.Equal(At(sent - 590), _liveness.OldestPingAt);
            }
        }
    }

    [Fact]
    public void With_too_many_pings_under_way_the_oldest_is_forgotten()
    {
        var first = _liveness.Ping(At(0));
        for (var sent = 1; sent <= 64; sent++)
        {
            _liveness.Ping(At(sent));
        }

        Assert.Equal(At(1), _liveness.OldestPingAt);
        Assert.Null(_liveness.Pong(first, At(100)));
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
