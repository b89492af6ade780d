using Bunit;
using SolConnect.Relay.Blazor.Parts;
using SolConnect.Relay.Blazor.Tests.Model;

namespace SolConnect.Relay.Blazor.Tests.Components;

public class PartsTests : BunitContext
{
    [Theory]
    [InlineData(StatusTone.Good, "✓")]
    [InlineData(StatusTone.Busy, "…")]
    [InlineData(StatusTone.Warning, "!")]
    [InlineData(StatusTone.Bad, "✕")]
    [InlineData(StatusTone.Idle, "–")]
    public void A_badge_has_a_sign_besides_its_colour(StatusTone tone, string sign)
    {
        var badge = Render<StatusBadge>(parameters => parameters
            .Add(part => part.Tone, tone)
            .Add(part => part.Text, "a word"));

        Assert.Equal(sign, badge.Find("[aria-hidden=true]").TextContent);
        Assert.Equal($"{sign}a word", badge.Find(".badge").TextContent);
    }

    [Fact]
    public void Fifty_relays_are_fifty_rows_with_buttons_only_where_they_make_sense()
    {
        var table = Render<RelayTable>(parameters => parameters
            .Add(part => part.Relays, Fifty())
            .Add(part => part.ShowActions, true));

        Assert.Equal(50, table.FindAll("tbody tr").Count);
        Assert.Equal(3, table.FindAll("button").Count);
        Assert.Equal("0", table.Find(".scroll").GetAttribute("tabindex"));
    }

    [Fact]
    public void Compact_fifty_relays_are_those_of_the_set_and_a_number()
    {
        var chips = Render<RelayChips>(parameters => parameters.Add(part => part.Relays, Fifty()));

        Assert.Equal(4, chips.FindAll("li").Count);
        Assert.Equal("and 47 not used", chips.Find(".others").TextContent);
    }

    [Fact]
    public void A_meter_says_its_value_and_its_range()
    {
        var meter = Render<QualityMeter>(parameters => parameters
            .Add(part => part.RelayId, "a")
            .Add(part => part.Quality, 42)).Find("[role=meter]");

        Assert.Equal("Quality of a", meter.GetAttribute("aria-label"));
        Assert.Equal(
            ("0", "42", "100"),
            (meter.GetAttribute("aria-valuemin"), meter.GetAttribute("aria-valuenow"), meter.GetAttribute("aria-valuemax")));
    }

    [Fact]
    public void A_sparkline_has_its_range_in_words()
    {
        var line = Render<LatencySparkline>(parameters => parameters
            .Add(part => part.RelayId, "a")
            .Add(part => part.Trend, LatencyTrend.Of([TimeSpan.FromMilliseconds(2)], 10)));

        Assert.Equal("Latency of a: steady at 2.00 ms, now 2.00 ms", line.Find("svg[role=img]").GetAttribute("aria-label"));
        Assert.NotEmpty(line.Find("path").GetAttribute("d")!);
    }

    [Fact]
    public void Times_of_the_history_are_shown_in_the_zone_and_written_in_UTC()
    {
        var at = new DateTimeOffset(2026, 1, 31, 23, 5, 9, TimeSpan.Zero);
        var zone = TimeZoneInfo.CreateCustomTimeZone("test", TimeSpan.FromHours(2), "test", "test");

        var time = Render<HistoryTable>(parameters => parameters
            .Add(part => part.Entries, [new(at, StatusTone.Warning, "a → b", "silent")])
            .Add(part => part.TimeZone, zone)).Find("time");

        Assert.Equal("1 Feb 01:05:09", time.TextContent);
        Assert.Equal(at, DateTimeOffset.Parse(time.GetAttribute("datetime")!, null));
    }

    [Theory]
    [InlineData(0, "at once")]
    [InlineData(12.34, "12.3 ms")]
    public void A_failover_that_nobody_waited_for_was_there_at_once(double milliseconds, string expected)
    {
        var entry = new HistoryEntry(default, StatusTone.Warning, "a → b", "connection lost")
        {
            NoticedAfter = TimeSpan.FromMilliseconds(milliseconds),
            Took = TimeSpan.FromMilliseconds(milliseconds),
        };

        var cells = Render<HistoryTable>(parameters => parameters
            .Add(part => part.Entries, [entry])
            .Add(part => part.TimeZone, TimeZoneInfo.Utc)).FindAll("td.number");

        Assert.Equal([expected, expected], cells.Skip(1).Take(2).Select(cell => cell.TextContent));
    }

    [Fact]
    public void An_empty_history_says_so() => Assert.Contains(
        "Nothing since this view began to watch.",
        Render<HistoryTable>(parameters => parameters
            .Add(part => part.Entries, [])
            .Add(part => part.TimeZone, TimeZoneInfo.Utc)).Markup,
        StringComparison.Ordinal);

    private static IReadOnlyList<RelayLine> Fifty()
    {
        RelayInfo[] relays =
        [
            Facts.Primary("relay-0"), Facts.Relay("relay-1"), Facts.Lost("relay-2"),
            .. Enumerable.Range(3, 47).Select(number => Facts.Outside($"relay-{number}")),
        ];
        return StatusModel.Of(Facts.Of(TransportState.Degraded, relays)).Relays;
    }
}
