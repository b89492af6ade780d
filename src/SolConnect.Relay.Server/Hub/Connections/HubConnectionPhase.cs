namespace SolConnect.Relay.Server.Hub.Connections;

/// <summary>How far a connection has come.</summary>
internal enum HubConnectionPhase
{
    AwaitingHello,
    Open,
    Closed,
}
