using System.Diagnostics;

namespace SolConnect.Relay.Browser.Tests;

/// <summary>Two people chat in two tabs while relays fail.</summary>
public class ConversationTests(ChatFixture fixture) : IClassFixture<ChatFixture>
{
    private const int LinesEach = 10;

    // From the moment at which somebody could notice: the kill, or the next message to a relay that has fallen silent.
    private static readonly TimeSpan NoticedWithin = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task Nothing_is_missing_or_doubled_while_the_primary_is_killed_and_stopped_in_turn()
    {
        Chromium.SkipWithout();
        await using var chat = await ChatProcess.StartAsync();
        await using var ann = await Person.JoinAsync(fixture.Browser, chat, "Ann");
        await using var bob = await Person.JoinAsync(fixture.Browser, chat, "Bob");
        var expected = new List<string>();
        await TalkAsync(ann, bob, expected, "before");

        var killed = await ann.PrimaryAsync();
        var noticed = await SeeFailoverAsync(ann, killed, () => ann.Button($"Kill {killed}").ClickAsync());
        Assert.True(noticed < NoticedWithin, $"The kill showed after {noticed.TotalMilliseconds:0} ms.");
        await TalkAsync(ann, bob, expected, "killed");

        await ReviveAsync(ann, bob, killed);
        var stopped = await ann.PrimaryAsync();
        await ann.Button($"Stop {stopped} answering").ClickAsync();
        await Assertions.Expect(ann.Page.GetByText($"{stopped} does not answer")).ToBeVisibleAsync();
        expected.Add("Is anybody there?");
        noticed = await SeeFailoverAsync(ann, stopped, () => ann.SayAsync("Is anybody there?"));
        Assert.True(noticed < NoticedWithin, $"The silence showed after {noticed.TotalMilliseconds:0} ms.");
        await TalkAsync(ann, bob, expected, "stopped");

        await ReviveAsync(ann, bob, stopped);
        await TalkAsync(ann, bob, expected, "after");

        foreach (var person in (Person[])[ann, bob])
        {
            await Assertions.Expect(person.Lines).ToHaveCountAsync(expected.Count, new() { Timeout = 30_000 });
            Assert.Equal(expected, await person.ConversationAsync());
            await Assertions.Expect(person.Page.GetByText("not sent")).ToHaveCountAsync(0);
        }
    }

    [Fact]
    public async Task A_line_is_sent_and_acked_alone_and_received_when_somebody_is_there()
    {
        Chromium.SkipWithout();
        await using var chat = await ChatProcess.StartAsync();
        await using var ann = await Person.JoinAsync(fixture.Browser, chat, "Ann");

        await ann.SayAsync("Hello?");
        await Assertions.Expect(ann.Lines.First).ToContainTextAsync("acked by 2 relays", Person.Patient);

        await using var bob = await Person.JoinAsync(fixture.Browser, chat, "Bob");
        await ann.SayAsync("There you are.");
        await Assertions.Expect(ann.Lines.Last).ToContainTextAsync("received by Bob", Person.Patient);
        Assert.Equal(["There you are."], await bob.ConversationAsync());
    }

    [Fact]
    public async Task While_no_relay_is_alive_a_line_waits_and_goes_out_afterwards()
    {
        Chromium.SkipWithout();
        await using var chat = await ChatProcess.StartAsync();
        await using var ann = await Person.JoinAsync(fixture.Browser, chat, "Ann");
        await using var bob = await Person.JoinAsync(fixture.Browser, chat, "Bob");
        string[] relays = ["red", "green", "blue"];

        foreach (var relay in relays)
        {
            await ann.Button($"Kill {relay}").ClickAsync();
        }

        await Assertions.Expect(ann.Status).ToContainTextAsync("Offline", Person.Patient);
        await ann.SayAsync("Into the dark");
        await Assertions.Expect(ann.Status).ToContainTextAsync("1 message waiting for a receipt", Person.Patient);
        await Assertions.Expect(ann.Lines.Last).ToContainTextAsync("… sent");

        foreach (var relay in relays)
        {
            await ann.Button($"Revive {relay}").ClickAsync();
        }

        await Assertions.Expect(ann.Lines.Last).ToContainTextAsync("received by Bob", Person.Patient);
        Assert.Equal(["Into the dark"], await bob.ConversationAsync());
    }

    private static async Task TalkAsync(Person ann, Person bob, List<string> expected, string when)
    {
        for (var number = 0; number < LinesEach; number++)
        {
            foreach (var person in (Person[])[ann, bob])
            {
                var text = $"{person.Name} {when} {number}";
                expected.Add(text);
                await person.SayAsync(text);

                // The other one has read it before it answers: only so do both have the same order.
                var other = person == ann ? bob : ann;
                await Assertions.Expect(other.Lines.Last).ToContainTextAsync(text, Person.Patient);
            }
        }
    }

    /// <returns>From the act to the moment at which the status names another primary and the failover.</returns>
    private static async Task<TimeSpan> SeeFailoverAsync(Person person, string from, Func<Task> act)
    {
        var shown = person.History.GetByText($"{from} → ");
        var before = await shown.CountAsync();
        var started = Stopwatch.GetTimestamp();
        await act();
        await shown.Nth(before).WaitForAsync();
        var after = Stopwatch.GetElapsedTime(started);
        Assert.NotEqual(from, await person.PrimaryAsync());
        return after;
    }

    private static async Task ReviveAsync(Person ann, Person bob, string relay)
    {
        await ann.Button($"Revive {relay}").ClickAsync();
        await Assertions.Expect(ann.Status).ToContainTextAsync("3 of 3 relays open", Person.Patient);
        await Assertions.Expect(bob.Status).ToContainTextAsync("3 of 3 relays open", Person.Patient);
    }
}
