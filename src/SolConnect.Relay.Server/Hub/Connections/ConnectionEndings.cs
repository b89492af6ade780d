using SolConnect.Relay.Core.Wire;

namespace SolConnect.Relay.Server.Hub.Connections;

/// <summary>Ends connections: tells them why, and takes back what they held.</summary>
internal sealed class ConnectionEndings(ConnectionTable connections, HubOutbox outbox)
{
    /// <summary>Ends a connection on what its client did.</summary>
    public void Fail(HubConnection connection, in FrameVerdict verdict)
    {
        var status = verdict.Code is ErrorCode.Protocol or ErrorCode.Version
            ? CloseStatus.ProtocolError
            : CloseStatus.Policy;
        End(connection, new(verdict.Cause, status, verdict.Detail), new ErrorFrame(verdict.Code, verdict.Detail));
    }

    public void End(HubConnection connection, HubClose close, ErrorFrame? error)
    {
        outbox.End(connection, close, error);
        Release(connection);
    }

    /// <summary>A connection is gone: its topics and logs forget it, and its place is free.</summary>
    public void Release(HubConnection connection)
    {
        foreach (var cursor in connection.Subscriptions.Values)
        {
            cursor.Log.Detach(cursor);
        }

        foreach (var alias in connection.Aliases)
        {
            if (alias.Log is not null)
            {
                alias.Log.Users--;
            }
        }

        connections.Remove(connection);
    }
}
