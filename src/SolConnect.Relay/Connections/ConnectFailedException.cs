using SolConnect.Relay.Core.Session;

namespace SolConnect.Relay.Connections;

/// <summary>A stage of connecting failed, and how is known. Carried through the HTTP stack, which wraps what it does not know.</summary>
internal sealed class ConnectFailedException(ConnectionEnd end, Exception? cause = null) : Exception(end.Detail, cause)
{
    public ConnectionEnd End { get; } = end;
}
