using SolConnect.Relay.Core.Session;
using SolConnect.Relay.Core.Tests.Session.Support;

namespace SolConnect.Relay.Core.Tests.Session;

/// <summary>Which set is read and which is published to, by the times at which lists came. One interval is ten seconds.</summary>
public sealed class RelayRosterTests
{
    private readonly SessionContext _context = new(
        new() { Standbys = 1, DiscoveryInterval = TimeSpan.FromSeconds(10) }, SessionWorld.Producer, generation: 1, seed: 1)
    {
        Now = At(0),
    };

    [Theory]
    [InlineData("20:cd", 20, "ab", "abcd", "what comes is read at once")]
    [InlineData("20:cd", 39, "ab", "abcd", "and not published to yet")]
    [InlineData("20:cd", 40, "cd", "abcd", "but after two intervals")]
    [InlineData("20:cd", 59, "cd", "abcd", "what goes is read on")]
    [InlineData("20:cd", 60, "cd", "cd", "for four intervals")]
    [InlineData("20:ac", 40, "ac", "abc", "one of two is replaced")]
    [InlineData("20:a", 40, "a", "ab", "the list shrinks below 1 + Standbys")]
    [InlineData("20:cd 31:ab", 50, "ab", "abcd", "the old list is back: a wrong one is never published to")]
    [InlineData("20:cd 31:ab", 71, "ab", "ab", "and is left four intervals after it went")]
    [InlineData("20:cd 35:ef", 49, "ab", "abcdef", "the newest one has not stood for two intervals")]
    [InlineData("20:cd 35:ef", 50, "ef", "abcdef", "three after the old one went there is no more waiting")]
    [InlineData("20:cd 45:ef", 50, "cd", "abcdef", "one that stood for two is published to")]
    [InlineData("20:cd 45:ef", 65, "ef", "cdef", "and then the next one")]
    [InlineData("20:cd 32:ef 44:gh", 50, "ef", "abcdefgh", "no more waiting, and the newest is too new for others to have it")]
    [InlineData("20:cd 32:ef 44:gh", 64, "gh", "cdefgh", "it follows")]
    public void The_set_in_force_and_what_is_read(string lists, int at, string published, string read, string why)
    {
        var roster = new RelayRoster(_context, List("ab"));

        foreach (var change in lists.Split(' ').Select(each => each.Split(':')))
        {
            GoTo(roster, int.Parse(change[0], null));
            roster.Change(List(change[1]));
        }

        GoTo(roster, at);

        Assert.True(published == Ids(roster.Set), $"{why}: {Ids(roster.Set)} is published to");
        Assert.True(read == Ids(roster.Read.Where(roster.IsWanted)), $"{why}: {Ids(roster.Read.Where(roster.IsWanted))} is read");
    }

    [Fact]
    public void It_does_not_matter_how_late_one_looks()
    {
        var (late, punctual) = (new RelayRoster(_context, List("ab")), new RelayRoster(_context, List("ab")));
        foreach (var (at, list) in new[] { (20, "cd"), (32, "ef"), (44, "gh") })
        {
            _context.Now = At(at);
            late.Advance();
            punctual.Advance();
            late.Change(List(list));
            punctual.Change(List(list));
        }

        for (var at = 45; at <= 70; at++)
        {
            _context.Now = At(at);
            punctual.Advance();
        }

        late.Advance();
        Assert.Equal(Ids(punctual.Set), Ids(late.Set));
        Assert.Equal(punctual.NextDeadline, late.NextDeadline);
    }

    [Fact]
    public void A_relay_that_comes_back_before_it_was_left_keeps_its_place()
    {
        var roster = new RelayRoster(_context, List("ab"));
        var relay = roster.Set.Single(relay => relay.Endpoint.Id == "b");

        roster.Change(List("ac"));
        GoTo(roster, 35);
        roster.Change(List("ab"));
        GoTo(roster, 100);

        Assert.Same(relay, roster.Read.Single(other => other.Endpoint.Id == "b"));
        Assert.Equal("ab", Ids(roster.Set));
    }

    [Fact]
    public void The_slot_of_a_relay_that_is_gone_is_used_again_and_its_number_is_not()
    {
        var roster = new RelayRoster(_context, List("ab"));
        var gone = roster.Set[1];
        roster.Remove(gone);

        roster.Change(List("cd"));

        var added = roster.Newest;
        Assert.Contains(gone.Slot, added.Select(relay => relay.Slot));
        Assert.Equal([2, 3], added.Select(relay => relay.Origin).Order());
        Assert.Equal(3, roster.Slots);
        Assert.All(roster.Read, relay => Assert.Same(relay, roster.At(relay.Slot)));
    }

    [Fact]
    public void A_list_that_leads_to_the_same_set_changes_nothing_but_the_hash()
    {
        var roster = new RelayRoster(_context, List("ab"));
        var (first, set) = (roster.Hash, Ids(roster.Set));
        var outside = "cdefghijkl".First(id => Ids(RelaySet.Choose(List($"ab{id}"), 1, "")) == set);

        roster.Change(List($"ab{outside}"));

        Assert.Equal(Instant.Never, roster.NextDeadline);
        Assert.Equal(set, Ids(roster.Read));
        Assert.NotEqual(first, roster.Hash);
        Assert.Equal(3, roster.List.Count);
    }

    [Fact]
    public void No_more_than_a_fixed_number_of_relays_is_held()
    {
        var roster = new RelayRoster(_context, List("ab"));
        var number = 0;
        IReadOnlyList<RelayEndpoint> Next() => [SessionWorld.Endpoint($"n{number++}"), SessionWorld.Endpoint($"n{number++}")];

        var list = Next();
        for (; roster.HasRoomFor(list); list = Next())
        {
            roster.Change(list);
        }

        Assert.Equal(RelayRoster.MaxNodes, roster.Read.Length);
        Assert.True(roster.HasRoomFor(List("ab")));
    }

    private void GoTo(RelayRoster roster, int second)
    {
        while (roster.NextDeadline <= At(second))
        {
            _context.Now = roster.NextDeadline;
            roster.Advance();
        }

        _context.Now = At(second);
        roster.Advance();
    }

    private static RelayEndpoint[] List(string ids) => [.. ids.Select(id => SessionWorld.Endpoint($"{id}"))];

    private static string Ids(IEnumerable<RelayNode> relays) => Ids(relays.Select(relay => relay.Endpoint));

    private static string Ids(IEnumerable<RelayEndpoint> relays) => string.Concat(relays.Select(relay => relay.Id).Order());

    private static Instant At(int second) => new(TimeSpan.FromHours(1).Ticks + TimeSpan.FromSeconds(second).Ticks);
}
