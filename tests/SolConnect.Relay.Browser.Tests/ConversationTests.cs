namespace SolConnect.Relay.Browser.Tests;

/// <summary>Two people chat in two tabs while relays fail.</summary>
[Collection(nameof(OneBrowser))]
public class ConversationTests(ChatFixture fixture)
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
        await SeeFailoverAsync(ann, killed, () => ann.Button($"Kill {killed}").ClickAsync());
        await TalkAsync(ann, bob, expected, "killed");

        await ReviveAsync(ann, bob, killed);
        var stopped = await ann.PrimaryAsync();
        await ann.Button($"Stop {stopped} answering").ClickAsync();
        await Assertions.Expect(ann.Page.GetByText($"{stopped} does not answer")).ToBeVisibleAsync();
        expected.Add("Is anybody there?");
        await SeeFailoverAsync(ann, stopped, () => ann.SayAsync("Is anybody there?"));
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

    /// <summary>
    /// Does something, and sees within the limit that a failover away from a relay goes on. The page itself takes the time.
    /// </summary>
    private static async Task SeeFailoverAsync(Person person, string from, Func<Task> act)
    {
        await person.Status.EvaluateAsync(
            """
            (status, from) => {
                const signs = [`Failing over from ${from}`, `${from} → `];
                const count = () => signs.reduce((sum, sign) => sum + status.innerText.replaceAll(/\s+/g, " ").split(sign).length, 0);
                const before = count();
                let started;
                const start = () => started ??= performance.now();
                addEventListener("click", start, { capture: true, once: true });
                window.seen = new Promise(resolve => new MutationObserver((_, observer) => {
                    if (count() > before) {
                        observer.disconnect();
                        resolve(performance.now() - started);
                    }
                }).observe(status, { subtree: true, childList: true, characterData: true }));
            }
            """,
            from);
        await using var lateness = new Lateness();
        await act();
        var shown = TimeSpan.FromMilliseconds(
            await person.Page.EvaluateAsync<double>("window.seen").WithinPatienceAsync($"the failover from {from}"));

        // The browser and the chat may each be as late as the machine makes them.
        var limit = NoticedWithin + (2 * lateness.Worst);
        Assert.True(shown < limit, $"It showed after {shown.TotalMilliseconds:0} ms; limit {limit.TotalMilliseconds:0} ms.");

        // A relay that is only silent is given up after the one second that it may still answer in.
        await Assertions.Expect(person.History).ToContainTextAsync($"{from} → ", Person.Patient);
        Assert.NotEqual(from, await person.PrimaryAsync());
    }

    private static async Task ReviveAsync(Person ann, Person bob, string relay)
    {
        await ann.Button($"Revive {relay}").ClickAsync();
        await Assertions.Expect(ann.Status).ToContainTextAsync("3 of 3 relays open", Person.Patient);
        await Assertions.Expect(bob.Status).ToContainTextAsync("3 of 3 relays open", Person.Patient);
    }
}
