using SolConnect.Relay.Simulation.Histories;

namespace SolConnect.Relay.Simulation.Checking;

/// <summary>One kind of promise. It sees every event with what was known before it, and at the end what is known then.</summary>
internal interface IHistoryRule
{
    void See(in HistoryEvent line, Replay known, Verdict verdict);

    void Conclude(Replay known, Verdict verdict)
    {
    }
}
