using SolConnect.Relay.Core.Delivery;
using SolConnect.Relay.Simulation.Histories;

namespace SolConnect.Relay.Simulation.Checking;

/// <summary>
/// A failing relay delays no receipt for longer than was promised, as long as enough others are connected and undisturbed;
/// and no relay is given up for its silence that nothing was wrong with.
/// </summary>
internal sealed class PromptRule : IHistoryRule
{
    // What is promised is 500 ms on paths like these, for each relay that fails: the one that joins for a suspect may have
    // fallen silent as well, and that is noticed when it has had its time. Timers and loops that run late come on top, and
    // one more round trip of a relay that had just joined.
    private static readonly TimeSpan Bound = TimeSpan.FromMilliseconds(500 + 150);

    // How long a relay must have been connected to be counted on.
    private static readonly TimeSpan Settling = TimeSpan.FromMilliseconds(500);

    // From the end of a fault to the last judgement that it can lead to: no progress for three times T2.
    private static readonly TimeSpan Aftermath = TimeSpan.FromSeconds(5);

    public void See(in HistoryEvent line, Replay known, Verdict verdict)
    {
        if (line.Kind == HistoryKind.RelayGivenUp)
        {
            CheckAlarm(line, known, verdict);
        }
        else if (line.Kind == HistoryKind.Settled && (SendOutcome)line.Code is SendOutcome.Receipted or SendOutcome.TimedOut)
        {
            CheckTime(line, known, verdict);
        }
    }

    private static void CheckTime(in HistoryEvent line, Replay known, Verdict verdict)
    {
        var message = known.Messages[line.Message];
        var took = line.At - message.PublishedAt;
        if (took <= Bound || known.Clients[message.Client] is not { } client || client.PausedUntil >= message.PublishedAt)
        {
            return;
        }

        // A relay that was in the set only for a part of the time was no help.
        var inSet = client.Sets.InForceThroughout(message.PublishedAt, line.At);
        var (good, bad) = (0, 0);
        for (var relay = 0; relay < known.Terms.Relays; relay++)
        {
            var isUndisturbed = client.DisturbedUntil(relay) < message.PublishedAt;
            var isInSet = (inSet & (1UL << relay)) != 0;
            good += isInSet && isUndisturbed && client.OpenSince(relay) < message.PublishedAt - Settling ? 1 : 0;
            bad += isUndisturbed ? 0 : 1;
        }

        var most = Math.Max(client.RelaysInSet(message.PublishedAt, line.At), client.RelaysInSet(line.At, line.At));
        var needed = client.Terms.RequiredAcks ?? Math.Min(2, most);
        if (good >= needed && took > Bound * Math.Max(1, bad))
        {
            verdict.Message(
                Promise.Prompt, known, message,
                $"Message {message.Number} got its outcome after {took.TotalMilliseconds:0} ms, and {good} relays were connected and "
                + $"undisturbed, where {needed} were needed.");
        }
    }

    private static void CheckAlarm(in HistoryEvent line, Replay known, Verdict verdict)
    {
        if (known.Clients[line.Client].DisturbedUntil(line.Relay) + Aftermath < line.At)
        {
            verdict.Add(new(
                Promise.NoFalseAlarm,
                $"Client {line.Client} gave relay {line.Relay} up as {(CloseReason)line.Code}, and nothing was wrong with it.")
            {
                Index = known.Index,
                Client = line.Client,
            });
        }
    }
}
