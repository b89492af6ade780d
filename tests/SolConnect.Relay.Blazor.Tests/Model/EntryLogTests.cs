namespace SolConnect.Relay.Blazor.Tests.Model;

public class EntryLogTests
{
    private readonly ManualTimeProvider _clock = new();
    private readonly EntryLog _log;

    public EntryLogTests() => _log = new(capacity: 3, _clock);

    [Fact]
    public void A_failover_tells_its_time_its_cause_and_its_cost()
    {
        _clock.Advance(TimeSpan.FromMinutes(1));
        _log.Add(new FailoverStartedEventArgs(Facts.Endpoint("a"), FailoverReason.Silent, "no answer for 312 ms"));

        _log.Add(Failover("a", "b", FailoverReason.Silent));

        var entry = Assert.Single(_log.Newest);
        Assert.Equal(_clock.GetUtcNow(), entry.At);
        Assert.Equal((StatusTone.Warning, "a → b", "silent: no answer for 312 ms"), (entry.Tone, entry.What, entry.Cause));
        Assert.Equal(TimeSpan.FromMilliseconds(10), entry.NoticedAfter);
        Assert.Equal(TimeSpan.FromMilliseconds(20), entry.Took);
        Assert.Equal(30, entry.MessagesResent);
    }

    [Fact]
    public void A_failover_is_ongoing_until_it_completes()
    {
        Assert.Null(_log.Ongoing);

        _log.Add(new FailoverStartedEventArgs(Facts.Endpoint("a"), FailoverReason.Silent, "no answer for 112 ms"));
        Assert.Equal("from a: silent: no answer for 112 ms", _log.Ongoing);

        _log.Add(Failover("a", "b", FailoverReason.Silent));
        Assert.Null(_log.Ongoing);
    }

    [Fact]
    public void What_another_relay_did_is_not_the_cause()
    {
        _log.Add(new FailoverStartedEventArgs(Facts.Endpoint("c"), FailoverReason.Silent, "no answer"));

        _log.Add(Failover("a", "b", FailoverReason.ConnectionLost));

        Assert.Equal("connection lost", _log.Newest[0].Cause);
    }

    [Theory]
    [InlineData(FailoverReason.ConnectionLost, StatusTone.Warning)]
    [InlineData(FailoverReason.NoProgress, StatusTone.Warning)]
    [InlineData(FailoverReason.GoAway, StatusTone.Good)]
    [InlineData(FailoverReason.Manual, StatusTone.Good)]
    [InlineData(FailoverReason.Failback, StatusTone.Good)]
    public void A_planned_move_is_no_warning(FailoverReason reason, StatusTone expected)
    {
        _log.Add(Failover("a", "b", reason));

        Assert.Equal(expected, _log.Newest[0].Tone);
    }

    [Fact]
    public void A_suspicion_that_cleared_names_no_other_relay()
    {
        _log.Add(Failover("a", "a", FailoverReason.Recovered));

        Assert.Equal((StatusTone.Good, "a answered again and stays"), (_log.Newest[0].Tone, _log.Newest[0].What));
    }

    [Fact]
    public void Being_offline_is_told_once_and_with_its_reason()
    {
        _log.Add(new TransportStateChangedEventArgs(TransportState.Degraded, TransportState.Offline, "no relay is open"));
        _log.Add(new AlertRaisedEventArgs(AlertKind.Offline, null, "No relay can be reached."));
        _log.Add(new PrimaryConnectedEventArgs(Facts.Endpoint("b")));

        Assert.Equal(["b is the primary", "Offline"], _log.Newest.Select(entry => entry.What));
        Assert.Equal("no relay is open", _log.Newest[1].Cause);
    }

    [Fact]
    public void Changes_that_belong_to_a_failover_have_no_entry_of_their_own()
    {
        _log.Add(new TransportStateChangedEventArgs(TransportState.Connected, TransportState.Degraded, "a relay was lost"));
        _log.Add(new TransportStateChangedEventArgs(TransportState.Degraded, TransportState.Connected, "all are open"));

        Assert.Empty(_log.Newest);
    }

    [Fact]
    public void Alerts_and_gaps_are_bad()
    {
        _log.Add(new AlertRaisedEventArgs(AlertKind.OutboxFull, null, "10,000 messages wait."));
        _log.Add(new GapDetectedEventArgs("chat", new(default, 1, 5, 9, GapReason.HoldTimeExpired)));

        Assert.Equal(
            [(StatusTone.Bad, "5 messages lost on 'chat'", "hold time expired"), (StatusTone.Bad, "Outbox full", "10,000 messages wait.")],
            _log.Newest.Select(entry => (entry.Tone, entry.What, entry.Cause)));
    }

    [Theory]
    [InlineData(false, StatusTone.Bad, "a: low quality")]
    [InlineData(true, StatusTone.Good, "a: low quality is over")]
    public void An_alert_about_a_relay_names_it_and_says_when_it_is_over(bool isCleared, StatusTone tone, string what)
    {
        _log.Add(new AlertRaisedEventArgs(AlertKind.LowQuality, Facts.Endpoint("a"), "Its quality is 19.") { IsCleared = isCleared });

        Assert.Equal((tone, what, "Its quality is 19."), (_log.Newest[0].Tone, _log.Newest[0].What, _log.Newest[0].Cause));
    }

    [Fact]
    public void Beyond_its_capacity_the_oldest_is_forgotten()
    {
        for (var number = 0; number < 5; number++)
        {
            _log.Add(Failover("a", $"{number}", FailoverReason.Silent));
        }

        Assert.Equal(["a → 4", "a → 3", "a → 2"], _log.Newest.Select(entry => entry.What));
    }

    private static FailoverCompletedEventArgs Failover(string from, string to, FailoverReason reason) => new(
        Facts.Endpoint(from), Facts.Endpoint(to), reason, TimeSpan.FromMilliseconds(10), TimeSpan.FromMilliseconds(20), 30);
}
