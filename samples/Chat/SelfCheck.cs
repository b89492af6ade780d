using System.Diagnostics;
using System.Text.RegularExpressions;
using Chat.Conversation;
using Chat.Relays;
using SolConnect.Relay;

namespace Chat;

/// <summary>
/// The sample without people: serves the page once, and lets two rooms talk to each other while the primary is killed, and
/// another one falls silent.
/// </summary>
internal static partial class SelfCheck
{
    private const int LinesEach = 200;
    private const int KillAt = 50;
    private const int SilenceAt = 120;
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <returns>The exit code: 0 when everything was as it should be.</returns>
    public static async Task<int> RunAsync(Fleet fleet)
    {
        var started = Stopwatch.GetTimestamp();
        await using var app = ChatApp.Build(fleet, "http://127.0.0.1:0");
        await app.StartAsync();
        var faults = await CheckPageAsync(new(app.Urls.First()));

        await using var ann = new ChatRoom(fleet);
        await using var bob = new ChatRoom(fleet);
        await Task.WhenAll(ann.JoinAsync("Ann"), bob.JoinAsync("Bob"));
        await TalkAsync(fleet, ann, bob);
        var areDone = await WaitUntilAsync(() => IsDone(ann) && IsDone(bob) && FailoversOf(ann) >= 2, ann, bob);

        faults.AddRange(FaultsOf(ann, bob));
        faults.AddRange(FaultsOf(bob, ann));
        var failovers = FailoversOf(ann);
        if (failovers < 2)
        {
            faults.Add($"There were {failovers} failovers; a killed and a silent primary are two.");
        }

        Console.WriteLine($"Two rooms said {LinesEach} lines each in {Stopwatch.GetElapsedTime(started).TotalSeconds:0.0} s; "
            + $"one relay was killed and one fell silent; {failovers} failovers.");
        Console.WriteLine(faults.Count == 0
            ? "Every line was acknowledged, and arrived once and in order."
            : $"NOT AS IT SHOULD BE{(areDone ? "" : $", after waiting for {Patience.TotalSeconds:0} s")}:");
        faults.ForEach(Console.WriteLine);
        return faults.Count == 0 ? 0 : 1;
    }

    private static async Task TalkAsync(Fleet fleet, ChatRoom ann, ChatRoom bob)
    {
        List<Task> sends = [];
        using var timer = new PeriodicTimer(Pace);
        for (var number = 0; number < LinesEach; number++)
        {
            if (number is KillAt or SilenceAt)
            {
                // Back as they were, so that only one fault is survived at a time.
                await BringAllToLifeAsync(fleet, ann, bob);
                var primary = ann.Transport!.GetAvailableRelays().First(relay => relay.IsPrimary).Endpoint.Id;
                await fleet.BringAsync(
                    fleet.Relays.First(relay => relay.Id == primary),
                    number == KillAt ? RelayCondition.Dead : RelayCondition.Silent);
            }

            sends.Add(ann.SendAsync($"Ann {number}"));
            sends.Add(bob.SendAsync($"Bob {number}"));
            await timer.WaitForNextTickAsync();
        }

        await Task.WhenAll(sends);
    }

    private static async Task BringAllToLifeAsync(Fleet fleet, params ChatRoom[] rooms)
    {
        foreach (var relay in fleet.Relays)
        {
            await fleet.BringAsync(relay, RelayCondition.Running);
        }

        foreach (var room in rooms)
        {
            var transport = room.Transport!;
            var deadline = Stopwatch.GetTimestamp();
            while (transport.State != TransportState.Connected && Stopwatch.GetElapsedTime(deadline) < Patience)
            {
                await Task.Delay(Pace);
            }
        }
    }

    private static long FailoversOf(ChatRoom room) => room.Transport!.GetRelayMetrics().FailoverCount;

    private static bool IsDone(ChatRoom room) =>
        room.Lines.Count >= 2 * LinesEach && room.Lines.Where(line => line.IsMine).All(line => line.ReceivedBy.Count > 0);

    private static async Task<bool> WaitUntilAsync(Func<bool> condition, params ChatRoom[] rooms)
    {
        using var changed = new SemaphoreSlim(1);
        void Wake()
        {
            if (changed.CurrentCount == 0)
            {
                changed.Release();
            }
        }

        Array.ForEach(rooms, room => room.Changed += Wake);
        var started = Stopwatch.GetTimestamp();
        while (!condition() && Stopwatch.GetElapsedTime(started) < Patience)
        {
            await changed.WaitAsync(TimeSpan.FromSeconds(1));
        }

        Array.ForEach(rooms, room => room.Changed -= Wake);
        return condition();
    }

    private static IEnumerable<string> FaultsOf(ChatRoom speaker, ChatRoom listener)
    {
        var said = speaker.Lines.Where(line => line.IsMine).ToList();
        var heard = listener.Lines.Where(line => !line.IsMine).Select(line => line.Text).ToList();
        if (!heard.SequenceEqual(said.Select(line => line.Text)))
        {
            yield return $"{speaker.Name} said {said.Count} lines; {listener.Name} heard {heard.Count}, "
                + $"{heard.Distinct().Count()} of them different.";
        }

        foreach (var line in said.Where(line => line.Acks == 0 || line.ReceivedBy.Count != 1))
        {
            yield return $"'{line.Text}': {line.Acks} acks, received by {line.ReceivedBy.Count}. {line.Failure}";
        }
    }

    private static async Task<List<string>> CheckPageAsync(Uri address)
    {
        using var http = new HttpClient { BaseAddress = address };
        var page = await http.GetStringAsync(new Uri("/", UriKind.Relative));
        var parts = Part().Matches(page).Select(match => match.Groups[1].Value).ToList();
        List<string> faults = parts.Count < 3 ? [$"The page names {parts.Count} style sheets and scripts."] : [];
        foreach (var part in parts)
        {
            using var answer = await http.GetAsync(new Uri(part, UriKind.Relative));
            if (!answer.IsSuccessStatusCode)
            {
                faults.Add($"{part}: {(int)answer.StatusCode}");
            }
        }

        return faults;
    }

    [GeneratedRegex("(?:href|src)=\"([^\"]+\\.(?:css|js))\"")]
    private static partial Regex Part();
}
