namespace SolConnect.Relay.Blazor.Tests.Model;

public class RelayLineTests
{
    [Fact]
    public void An_open_relay_shows_its_numbers()
    {
        var line = LineOf(Facts.Primary("a"));

        Assert.Equal("a", line.Id);
        Assert.Equal("a-land", line.Region);
        Assert.Equal((StatusTone.Good, "primary"), (line.Tone, line.State));
        Assert.Equal(("12.3 ms", "± 1.50 ms"), (line.Latency, line.Jitter));
        Assert.Equal(95, line.Quality);
        Assert.Equal("25 %", line.Load);
        Assert.Equal("", line.Note);
    }

    [Fact]
    public void Its_address_holds_neither_user_nor_query() =>
        Assert.Equal("a.example:8443", LineOf(Facts.Primary("a")).Address);

    [Fact]
    public void A_lost_relay_says_why_and_how_often()
    {
        var line = LineOf(Facts.Lost("a"));

        Assert.Equal((StatusTone.Bad, "disconnected"), (line.Tone, line.State));
        Assert.Equal(("–", "", "–"), (line.Latency, line.Jitter, line.Load));
        Assert.Equal("unreachable: connection refused, 4 failed connects in a row", line.Note);
    }

    [Fact]
    public void A_suspected_relay_says_how_long_it_owes_an_answer()
    {
        var line = LineOf(Facts.Primary("a") with { SuspectedFor = TimeSpan.FromMilliseconds(312) });

        Assert.Equal((StatusTone.Warning, "primary, suspect"), (line.Tone, line.State));
        Assert.Equal("an answer is overdue for 312 ms", line.Note);
    }

    [Theory]
    [InlineData(24, "comes last in every choice for 24 s; before that reset")]
    [InlineData(0, "comes last in every choice until it answers; before that reset")]
    public void One_that_is_ejected_says_for_how_long(double seconds, string note)
    {
        var line = LineOf(Facts.Relay("a") with
        {
            EjectedFor = TimeSpan.FromSeconds(seconds),
            LastCloseReason = CloseReason.Reset,
        });

        Assert.Equal((StatusTone.Warning, "standby, ejected", note), (line.Tone, line.State, line.Note));
    }

    [Fact]
    public void A_relay_that_came_back_still_says_what_happened_before() =>
        Assert.Equal(
            "before that reset: End of stream",
            LineOf(Facts.Relay("a") with { LastCloseReason = CloseReason.Reset, LastCloseDetail = "End of stream." }).Note);

    [Fact]
    public void An_end_that_was_asked_for_is_no_news() =>
        Assert.Equal("", LineOf(Facts.Relay("a") with { LastCloseReason = CloseReason.Requested }).Note);

    [Fact]
    public void A_relay_that_does_not_let_us_in_is_bad()
    {
        var line = LineOf(Facts.Lost("a") with
        {
            IsBarred = true,
            FailedConnects = 0,
            LastCloseReason = CloseReason.Forbidden,
            LastCloseDetail = null,
        });

        Assert.Equal((StatusTone.Bad, "refuses us", "forbidden"), (line.Tone, line.State, line.Note));
    }

    [Fact]
    public void A_relay_outside_of_the_set_is_nothing_to_worry_about()
    {
        var line = LineOf(Facts.Outside("a"));

        Assert.Equal((StatusTone.Idle, "not used"), (line.Tone, line.State));
        Assert.Null(line.Quality);
    }

    [Theory]
    [InlineData(TransportState.Connected, StatusTone.Bad)]
    [InlineData(TransportState.Offline, StatusTone.Bad)]
    [InlineData(TransportState.Disconnected, StatusTone.Idle)]
    [InlineData(TransportState.Closed, StatusTone.Idle)]
    public void No_connection_is_bad_only_when_there_should_be_one(TransportState state, StatusTone expected) =>
        Assert.Equal(expected, LineOf(Facts.Lost("a"), state).Tone);

    [Theory]
    [InlineData(-3, 0)]
    [InlineData(49.6, 50)]
    [InlineData(100.4, 100)]
    public void Quality_is_a_whole_number_from_0_to_100(double quality, int expected) =>
        Assert.Equal(expected, LineOf(Facts.Relay("a") with { Quality = quality }).Quality);

    public static TheoryData<string, RelayInfo, TransportState, bool> Switches => new()
    {
        { "an open standby", Facts.Relay("a"), TransportState.Connected, true },
        { "an open standby while another relay is lost", Facts.Relay("a"), TransportState.Degraded, true },
        { "the primary", Facts.Primary("a"), TransportState.Connected, false },
        { "a lost relay", Facts.Lost("a"), TransportState.Degraded, false },
        { "a relay outside of the set", Facts.Outside("a"), TransportState.Connected, false },
        { "a suspect", Facts.Relay("a") with { SuspectedFor = TimeSpan.Zero }, TransportState.Connected, false },
        { "a relay that is draining", Facts.Relay("a") with { State = RelayState.Draining }, TransportState.Connected, false },
        { "a standby of a faulted transport", Facts.Relay("a"), TransportState.Faulted, false },
    };

    [Theory]
    [MemberData(nameof(Switches))]
    public void Only_a_relay_that_can_take_over_offers_it(string what, RelayInfo relay, TransportState state, bool canSwitch) =>
        Assert.True(canSwitch == LineOf(relay, state).WhyNoSwitch is null, what);

    private static RelayLine LineOf(RelayInfo relay, TransportState state = TransportState.Connected) =>
        StatusModel.Of(Facts.Of(state, relay)).Relays.Single();
}
