using System.Globalization;
using System.Text;

namespace KillTheRelay;

/// <summary>What came of a run. Nothing here is assumed: the tally counted, the hashes were made on both sides.</summary>
internal sealed class Verdict(Run run, byte[] sentHash, byte[] receivedHash)
{
    private readonly long _lost = run.Sender.Sent - run.Tally.Received;

    /// <summary>The same bytes, each part once and in order, and a receipt for every send.</summary>
    public bool IsGood =>
        sentHash.AsSpan().SequenceEqual(receivedHash) && _lost == 0 && run.Tally.Duplicated == 0
        && run.Tally.OutOfOrder == 0 && run.Sender.Failures.Count == 0;

    public override string ToString()
    {
        var failovers = run.Failovers.All;
        var (median, max) = FailoverLog.TimesOf(failovers);
        var seconds = run.Elapsed.TotalSeconds;
        var text = new StringBuilder();
        void Line(string name, string value) => text.AppendLine(CultureInfo.InvariantCulture, $"  {name,-15}{value}");

        text.AppendLine(IsGood ? "The file arrived, byte for byte." : "THE FILE DID NOT ARRIVE AS IT WAS SENT.");
        Line("sent", $"{run.Sender.Sent:N0} lines, {run.Sender.SentBytes:N0} bytes in {seconds:0.0} s");
        Line("receipts", $"{run.Sender.Receipts:N0}, failed {run.Sender.Failures.Count:N0}");
        Line("received", $"{run.Tally.Received:N0}");
        Line("lost", $"{_lost:N0}");
        Line("duplicated", $"{run.Tally.Duplicated:N0}");
        Line("out of order", $"{run.Tally.OutOfOrder:N0}");
        Line("gaps reported", $"{run.Receiver.Gaps:N0}");
        Line("relays killed", $"{run.Killer.Kills:N0}");
        Line("failovers", failovers.Count == 0
            ? "0"
            : $"{failovers.Count:N0}, median {median.TotalMilliseconds:0.0} ms, max {max.TotalMilliseconds:0.0} ms");
        Line("SHA-256 sent", Convert.ToHexStringLower(sentHash));
        Line("SHA-256 got", Convert.ToHexStringLower(receivedHash));
        Line("sent file", run.Source);
        Line("received file", run.Output);
        foreach (var failure in run.Sender.Failures.Take(5))
        {
            Line("failed", failure);
        }

        return text.ToString();
    }
}
