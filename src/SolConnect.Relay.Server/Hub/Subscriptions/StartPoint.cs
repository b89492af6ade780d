using SolConnect.Relay.Core.Wire;
using SolConnect.Relay.Server.Hub.Log;

namespace SolConnect.Relay.Server.Hub.Subscriptions;

/// <summary>Where a new cursor stands, and what its subscriber is told about that.</summary>
internal readonly record struct StartPoint(SubscribeOutcome Outcome, long Offset)
{
    public static StartPoint Resolve(in SubscribeFrame frame, TopicLog log, LogId id) => frame.Kind switch
    {
        StartKind.Latest => new(SubscribeOutcome.Fresh, log.End),
        StartKind.Earliest => new(log.First > 0 ? SubscribeOutcome.Gap : SubscribeOutcome.Fresh, log.First),
        StartKind.Position => AtPosition(frame.Start, log, id),
        _ => AtTime(frame.Time, log),
    };

    private static StartPoint AtPosition(LogPosition position, TopicLog log, LogId id)
    {
        // An offset that this log never reached comes from another incarnation, whatever the id says.
        if (position.Log != id || position.Offset > log.End)
        {
            return new(SubscribeOutcome.Reset, log.First);
        }

        return position.Offset < log.First
            ? new(SubscribeOutcome.Gap, log.First)
            : new(SubscribeOutcome.Resumed, position.Offset);
    }

    private static StartPoint AtTime(long microseconds, TopicLog log)
    {
        var moment = RelayClock.Moment(microseconds);
        var outcome = log.TrimmedThrough >= moment ? SubscribeOutcome.Gap : SubscribeOutcome.Fresh;
        return new(outcome, log.FirstSince(moment));
    }
}
