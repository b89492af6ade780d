namespace SolConnect.Relay.Core.Session;

/// <summary>Somebody wants another primary. The shell derives its awaitable from it.</summary>
/// <param name="prediction">
/// Why the present primary is expected to fail; <c>null</c>: the application asks, and what it chooses stays.
/// </param>
internal class SwitchRequest(string relayId, string? prediction = null)
{
    public string RelayId { get; } = relayId;

    public string? Prediction { get; } = prediction;
}
