using SolConnect.Relay.Simulation.Histories;

namespace SolConnect.Relay.Simulation.Checking;

/// <summary>What is bounded stays within its bound.</summary>
internal sealed class BoundRule : IHistoryRule
{
    public void See(in HistoryEvent line, Replay known, Verdict verdict)
    {
        if (line.Kind == HistoryKind.Peak && line.Sequence > line.Last)
        {
            verdict.Add(new(Promise.Bounded, $"{(PeakKind)line.Code} reached {line.Sequence}; the limit is {line.Last}.")
            {
                Index = known.Index,
                Client = line.Client,
                Subscription = line.Subscription,
            });
        }
    }
}
