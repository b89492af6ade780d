using SolConnect.Relay.Core.Delivery;
using SolConnect.Relay.Simulation.Histories;

namespace SolConnect.Relay.Simulation.Checking;

/// <summary>Every send ends once, in time and for a reason that exists, and is let go of once, after that.</summary>
internal sealed class OutcomeRule : IHistoryRule
{
    public void See(in HistoryEvent line, Replay known, Verdict verdict)
    {
        if (line.Kind == HistoryKind.Settled)
        {
            var message = known.Messages[line.Message];
            if (WhatIsWrongWith(line, message, known) is { } wrong)
            {
                verdict.Message(Promise.EverySendEndsOnce, known, message, $"Message {line.Message} {wrong}.");
            }
        }
        else if (line.Kind == HistoryKind.Released)
        {
            var message = known.Messages[line.Message];
            if (message.IsReleased || !message.IsSettled)
            {
                var when = message.IsReleased ? "twice" : "before its outcome";
                verdict.Message(
                    Promise.EverySendEndsOnce, known, message, $"Message {line.Message} was let go of {when}.");
            }
        }
    }

    public void Conclude(Replay known, Verdict verdict)
    {
        foreach (var message in known.Messages)
        {
            if (!message.IsSettled || !message.IsReleased)
            {
                var what = message.IsSettled ? "was never let go of" : "never got an outcome";
                verdict.Message(Promise.EverySendEndsOnce, known, message, $"Message {message.Number} {what}.");
            }
        }
    }

    private static string? WhatIsWrongWith(in HistoryEvent line, MessageFacts message, Replay known)
    {
        var at = line.At;
        var client = known.Clients[message.Client];
        var took = line.At - message.PublishedAt;
        var timeout = client.Terms.MessageTimeout;
        return (SendOutcome)line.Code switch
        {
            _ when message.IsSettled => "got a second outcome",
            _ when IsLate(message.PublishedAt + timeout) => $"got its outcome after {took}, and {timeout} was the latest",
            _ when message.CancelledIndex >= 0 && IsLate(message.CancelledAt) =>
                $"got its outcome {line.At - message.CancelledAt} after it was cancelled",
            SendOutcome.Cancelled when message.CancelledIndex < 0 => "was cancelled by nobody",
            SendOutcome.TimedOut when took < timeout => $"timed out after {took} already",
            SendOutcome.Stopped when !client.StopAsked => "was stopped by nobody",
            SendOutcome.Rejected => "was refused, and no relay refuses anything here",
            SendOutcome.TooManyTopics or SendOutcome.Faulted => $"ended as {(SendOutcome)line.Code}",
            _ => null,
        };

        bool IsLate(Instant due) => at - Instant.Later(due, client.PausedUntil) > known.Terms.Lateness;
    }
}
