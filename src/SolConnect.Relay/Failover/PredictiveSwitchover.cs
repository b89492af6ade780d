using SolConnect.Relay.Core;
using SolConnect.Relay.Core.Session;
using SolConnect.Relay.Monitoring;

namespace SolConnect.Relay.Failover;

/// <summary>Asks the machine for what the advisor says, one move at a time. The machine may refuse. Session loop only.</summary>
internal sealed class PredictiveSwitchover(bool isOn, ConnectionMonitor monitor, SessionInbox inbox)
{
    private readonly SwitchoverAdvisor _advisor = new();
    private PendingSwitch? _last;

    public void Consider(Instant now)
    {
        if (isOn && _last is not { Done.IsCompleted: false } && _advisor.Assess(monitor.Relays, now) is var (relayId, why))
        {
            _last = new(relayId, why);
            _ = inbox.Post(SessionInput.SwitchTo(_last));
        }
    }
}
