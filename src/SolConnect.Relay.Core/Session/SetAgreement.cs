using SolConnect.Relay.Core.Wire;

namespace SolConnect.Relay.Core.Session;

/// <summary>
/// Tells relays which relay set this client uses, and finds out from them whether others use another one. While a list
/// changes, clients differ for a while and nothing is wrong; so where lists may change, only a difference that is still there
/// when everybody has had the time to follow is worth an alert.
/// </summary>
internal sealed class SetAgreement(SessionContext context, RelayRoster roster, ConnectionTable connections)
{
    public Instant NextDeadline
    {
        get
        {
            var next = Instant.Never;
            foreach (var connection in connections.All)
            {
                next = Instant.Earlier(next, connection.AskSetAt);
            }

            return next;
        }
    }

    /// <summary>What to put into Hello.</summary>
    public ulong Greet(Connection connection) => connection.ToldSetHash = roster.Hash;

    /// <summary>A relay said Welcome, with what it thinks of Hello.</summary>
    public void Welcomed(Connection connection, SetVerdict verdict)
    {
        if (connection.ToldSetHash != roster.Hash)
        {
            Ask(connection); // The list has changed since Hello.
        }
        else
        {
            Note(connection, verdict);
        }
    }

    /// <summary>A relay answered what it was told after Hello.</summary>
    public void Note(Connection connection, SetVerdict verdict)
    {
        var isKnown = !roster.MayChange || roster.SettledAt <= connection.ToldSetAt;
        if (verdict == SetVerdict.Same)
        {
            connection.AskSetAt = Instant.Never;
        }
        else if (isKnown)
        {
            context.Effects.Report(new SessionEvent.Alert(
                AlertKind.RelaySetMismatch, connection.Relay.Endpoint,
                "sees clients with another relay list, number of standbys or affinity key: messages may not meet"));
        }
        else
        {
            // The others may have a newer list, which will be here soon.
            connection.AskSetAt = Instant.Later(roster.SettledAt, context.Now + (2 * context.Options.DiscoveryInterval));
        }
    }

    /// <summary>The list has changed: every relay that knows an earlier one hears of it.</summary>
    public void Tell()
    {
        foreach (var connection in connections.All)
        {
            if (connection.IsOpen && connection.ToldSetHash != roster.Hash)
            {
                Ask(connection);
            }
        }
    }

    public void Tick()
    {
        foreach (var connection in connections.All)
        {
            if (connection.AskSetAt <= context.Now)
            {
                Ask(connection);
            }
        }
    }

    private void Ask(Connection connection)
    {
        (connection.ToldSetHash, connection.ToldSetAt, connection.AskSetAt) = (roster.Hash, context.Now, Instant.Never);
        new SetHashFrame(roster.Hash).Write(connections.Control(connection));
    }
}
