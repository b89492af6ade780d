using SolConnect.Relay.Core.Session;

namespace SolConnect.Relay.Core.Tests.Session.Support;

/// <summary>One wish for another primary, with its one answer.</summary>
internal sealed class TestSwitch(string relayId, string? prediction = null) : SwitchRequest(relayId, prediction)
{
    public bool IsSettled { get; private set; }

    /// <summary>Why it was not done; null where it was.</summary>
    public string? Obstacle { get; private set; }

    public bool IsDone => IsSettled && Obstacle is null;

    public void Settle(string? obstacle)
    {
        Assert.False(IsSettled);
        (IsSettled, Obstacle) = (true, obstacle);
    }
}
