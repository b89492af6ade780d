using System.Globalization;
using SolConnect.Relay.Core;
using SolConnect.Relay.Core.Session;

namespace SolConnect.Relay.Monitoring;

/// <summary>
/// Which relays come last in every choice because they failed too often: at most half of them, and nobody more while so many
/// fail that the fault is rather on this side. It closes no connection; a relay that is needed is used even so.
/// </summary>
internal sealed class Ejections(int maxRetries, Action<SessionEvent> report)
{
    /// <summary>Above it, a relay whose connections open and break again and again is put out.</summary>
    public const double MaxPenalty = 2.5;

    public static int MostOut(int relays) => relays / 2;

    public void Review(IReadOnlyCollection<RelayRecord> records, Instant now)
    {
        var (isOut, faulty) = (0, 0);
        foreach (var record in records)
        {
            if (record.Ejection.IsOut)
            {
                ReviewOut(record, now);
            }
            else
            {
                record.Ejection.Note(record.IsUp, now);
            }

            isOut += record.Ejection.IsOut ? 1 : 0;
            faulty += !record.Ejection.IsOut && Fault(record) is not null ? 1 : 0;
        }

        if (faulty == 0 || isOut + faulty > MostOut(records.Count))
        {
            return;
        }

        foreach (var record in records)
        {
            if (!record.Ejection.IsOut && Fault(record) is { } fault)
            {
                var time = record.Ejection.Begin(now);
                report(new SessionEvent.EjectionChanged(
                    record.View.Endpoint, true, $"{fault} It comes last for {Seconds(time)} s."));
            }
        }
    }

    private void ReviewOut(RelayRecord record, Instant now)
    {
        if (record.Ejection.Until > now)
        {
            return;
        }

        if (record.IsUp && Fault(record) is null)
        {
            record.Ejection.End(now);
            report(new SessionEvent.EjectionChanged(record.View.Endpoint, false, "Its time is over, and it answers."));
        }
        else if (record.FailedInARow > 0 || Fault(record) is not null)
        {
            record.Ejection.Begin(now);
        }
    }

    // A relay that does not let us in is out of the game anyway, and for good.
    private string? Fault(RelayRecord record) =>
        record.View.IsBarred ? null
        : record.FailedInARow >= maxRetries ? $"It failed {record.FailedInARow} times in a row: {record.LastFailure}"
        : record.View.Penalty > MaxPenalty ? "Its connections break again and again."
        : null;

    private static string Seconds(TimeSpan time) => time.TotalSeconds.ToString("0", CultureInfo.InvariantCulture);
}
