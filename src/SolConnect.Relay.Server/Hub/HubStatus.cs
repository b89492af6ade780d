namespace SolConnect.Relay.Server.Hub;

/// <summary>What frames tell about the relay as a whole at the moment they are written.</summary>
internal readonly record struct HubStatus(LogId Log, int LoadPerMille, long Clock);
