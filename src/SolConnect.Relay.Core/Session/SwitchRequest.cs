namespace SolConnect.Relay.Core.Session;

/// <summary>The application wants another primary. The shell derives its awaitable from it.</summary>
internal class SwitchRequest(string relayId)
{
    public string RelayId { get; } = relayId;
}
