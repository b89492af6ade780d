namespace SolConnect.Relay.Blazor.Tests.Model;

/// <summary>What a check of every relay says in one or two sentences.</summary>
public class NoticeTests
{
    [Fact]
    public void All_that_answered_are_a_number_and_the_slowest() => Assert.Equal(
        new(StatusTone.Good, "Checked", "2 of 2 relays answered, the slowest was b with 12.5 ms."),
        Notice.Of([Up("a", 3), Up("b", 12.5)]));

    [Fact]
    public void One_that_failed_says_why() => Assert.Equal(
        new(StatusTone.Warning, "Checked", "1 of 2 relays answered. b: TCP cannot connect: ConnectionRefused."),
        Notice.Of([Up("a", 3), Down("b", "TCP cannot connect: ConnectionRefused.")]));

    [Fact]
    public void One_that_says_nothing_in_detail_has_its_reason() => Assert.Equal(
        new(StatusTone.Bad, "Checked", "No relay answered. a: connect timeout."),
        Notice.Of([Down("a", null, CloseReason.ConnectTimeout)]));

    [Fact]
    public void Of_many_that_failed_three_are_named() => Assert.Equal(
        new(StatusTone.Warning, "Checked", "1 of 6 relays answered. b: x. c: x. d: x. And 2 more."),
        Notice.Of([Up("a", 1), .. "bcdef".Select(id => Down($"{id}", "x"))]));

    private static RelayCheck Up(string id, double milliseconds) => new()
    {
        Endpoint = Facts.Endpoint(id),
        RoundTrip = TimeSpan.FromMilliseconds(milliseconds),
        Took = TimeSpan.FromMilliseconds(2 * milliseconds),
    };

    private static RelayCheck Down(string id, string? detail, CloseReason reason = CloseReason.Unreachable) => new()
    {
        Endpoint = Facts.Endpoint(id),
        FailureReason = reason,
        FailureDetail = detail,
    };
}
