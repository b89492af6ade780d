namespace SolConnect.Relay.Blazor.Tests.Model;

public class StatusModelTests
{
    [Theory]
    [InlineData(TransportState.Disconnected, StatusTone.Idle, "Not connected")]
    [InlineData(TransportState.Connecting, StatusTone.Busy, "Connecting")]
    [InlineData(TransportState.Connected, StatusTone.Good, "Connected")]
    [InlineData(TransportState.Degraded, StatusTone.Warning, "Degraded")]
    [InlineData(TransportState.Offline, StatusTone.Bad, "Offline")]
    [InlineData(TransportState.Closed, StatusTone.Idle, "Closed")]
    [InlineData(TransportState.Faulted, StatusTone.Bad, "Faulted")]
    public void Every_state_has_a_tone_and_words(TransportState state, StatusTone tone, string title)
    {
        var model = StatusModel.Of(Facts.Of(state));

        Assert.Equal((tone, title), (model.Tone, model.Title));
        Assert.NotEmpty(model.Meaning);
    }

    [Fact]
    public void A_state_that_a_later_version_adds_has_words_too()
    {
        var model = StatusModel.Of(Facts.Of((TransportState)99));

        Assert.Equal("99", model.Title);
    }

    [Fact]
    public void Without_a_transport_it_says_so()
    {
        var model = StatusModel.Of(new());

        Assert.Equal("No transport", model.Title);
        Assert.NotNull(model.WhyNoRelays);
        Assert.Empty(model.Totals);
        Assert.Empty(model.Facts);
    }

    [Fact]
    public void A_transport_of_another_kind_has_a_state_and_no_relays()
    {
        var model = StatusModel.Of(new() { State = TransportState.Connected });

        Assert.Equal("Connected", model.Title);
        Assert.Equal("This kind of transport has no relays.", model.WhyNoRelays);
        Assert.Empty(model.Totals);
    }

    [Fact]
    public void Before_it_connects_a_transport_has_no_relays_yet()
    {
        var model = StatusModel.Of(Facts.Of(TransportState.Disconnected));

        Assert.Equal("The relays are known once the transport connects.", model.WhyNoRelays);
        Assert.Null(model.PrimaryId);
    }

    [Fact]
    public void The_facts_count_open_relays_of_the_set_and_not_of_the_list()
    {
        var model = StatusModel.Of(Facts.Of(
            TransportState.Degraded, Facts.Primary("a"), Facts.Relay("b"), Facts.Lost("c"), Facts.Outside("d")));

        Assert.Equal(["2 of 3 relays open", "12.3 ms on average", "0 failovers"], model.Facts);
        Assert.Equal("a", model.PrimaryId);
    }

    [Fact]
    public void One_relay_is_counted_in_the_singular()
    {
        var facts = Facts.Of(TransportState.Connected, Facts.Primary("a"));

        var model = StatusModel.Of(facts with { Metrics = facts.Metrics! with { FailoverCount = 1 } });

        Assert.Equal(["1 of 1 relay open", "12.3 ms on average", "1 failover"], model.Facts);
    }

    [Theory]
    [InlineData(0, 0, null, null)]
    [InlineData(0, 1, null, "1 message kept until enough relays have them")]
    [InlineData(1_200, 1_300, 2_500, "1,200 messages waiting for a receipt, the oldest for 2.5 s, 1,300 kept")]
    [InlineData(1, 1, null, "1 message waiting for a receipt, 1 kept")]
    public void The_outbox_is_told_of_when_it_holds_something(long pending, long retained, int? oldest, string? expected)
    {
        var facts = Facts.Of(TransportState.Connected);

        var model = StatusModel.Of(facts with
        {
            Metrics = facts.Metrics! with
            {
                MessagesPending = pending,
                MessagesRetained = retained,
                OldestPendingFor = oldest is { } milliseconds ? TimeSpan.FromMilliseconds(milliseconds) : null,
            },
        });

        Assert.Equal(expected, model.Outbox);
    }

    [Theory]
    [InlineData(TransportState.Connected, null)]
    [InlineData(TransportState.Disconnected, null)]
    [InlineData(TransportState.Degraded, "a relay was lost")]
    [InlineData(TransportState.Offline, "a relay was lost")]
    [InlineData(TransportState.Faulted, "a relay was lost")]
    public void A_reason_is_given_when_something_is_wrong(TransportState state, string? expected) =>
        Assert.Equal(expected, StatusModel.Of(Facts.Of(state) with { StateReason = "a relay was lost" }).Reason);

    [Theory]
    [InlineData(TransportState.Connected, "from a: silent")]
    [InlineData(TransportState.Degraded, "from a: silent")]
    [InlineData(TransportState.Offline, null)]
    [InlineData(TransportState.Closed, null)]
    public void A_failover_goes_on_only_while_there_is_a_relay_to_go_to(TransportState state, string? expected) =>
        Assert.Equal(
            expected, StatusModel.Of(Facts.Of(state) with { OngoingFailover = "from a: silent" }).OngoingFailover);

    [Theory]
    [InlineData(TransportState.Disconnected, false)]
    [InlineData(TransportState.Connecting, true)]
    [InlineData(TransportState.Connected, true)]
    [InlineData(TransportState.Degraded, true)]
    [InlineData(TransportState.Offline, true)]
    [InlineData(TransportState.Closed, false)]
    [InlineData(TransportState.Faulted, false)]
    public void Health_can_be_checked_from_connecting_to_the_end(TransportState state, bool can) =>
        Assert.Equal(can, StatusModel.Of(Facts.Of(state)).WhyNoCheck is null);

    [Fact]
    public void What_a_screen_reader_says_changes_with_state_and_primary_and_with_nothing_else()
    {
        var facts = Facts.Of(TransportState.Connected, Facts.Primary("a"), Facts.Relay("b"));
        var slower = facts with { Relays = [Facts.Primary("a") with { Latency = TimeSpan.FromSeconds(1) }, Facts.Relay("b")] };
        var moved = facts with { Relays = [Facts.Relay("a"), Facts.Primary("b")] };

        Assert.Equal(StatusModel.Of(facts).Announcement, StatusModel.Of(slower).Announcement);
        Assert.Equal("Connected. Every wanted relay is open and answers. The primary is a.", StatusModel.Of(facts).Announcement);
        Assert.EndsWith("The primary is b.", StatusModel.Of(moved).Announcement, StringComparison.Ordinal);
        Assert.StartsWith("Offline.", StatusModel.Of(facts with { State = TransportState.Offline }).Announcement, StringComparison.Ordinal);
    }

    [Fact]
    public void The_totals_are_those_of_the_metrics()
    {
        var facts = Facts.Of(TransportState.Connected) with
        {
            Metrics = new()
            {
                TotalRelays = 3,
                HealthyRelays = 2,
                TotalMessagesSent = 12_063,
                TotalMessagesReceived = 2,
                TotalMessagesFailed = 3,
                MessagesResent = 4,
                DuplicatesDropped = 5,
                BytesSent = 2_345_678,
                BytesReceived = 12_300,
                GapCount = 6,
                FailoverCount = 7,
                Uptime = TimeSpan.FromSeconds(3_725),
            },
        };

        var totals = StatusModel.Of(facts).Totals.Select(total => $"{total.Name}: {total.Value}");

        Assert.Equal(
            [
                "Sent: 12,063", "Received: 2", "Failed: 3", "Sent again: 4", "Duplicates dropped: 5",
                "Bytes sent: 2.35 MB", "Bytes received: 12.3 kB", "Gaps: 6", "Failovers: 7", "Healthy relays: 2 of 3",
                "Average latency: –", "Uptime: 1 h 2 min",
            ],
            totals);
    }
}
