using SolConnect.Relay.Core.Session;
using SolConnect.Relay.Core.Wire;
using SolConnect.Relay.Failover;

namespace SolConnect.Relay.Connections;

/// <summary>Connections by number. Session loop only, and whoever comes after the loop has ended.</summary>
/// <remarks>
/// A connection stays known until its last input has gone through the loop, so that the buffers of its earlier ones
/// find their way back, and owned until all that it started has ended. An effect for a number that is gone does
/// nothing.
/// </remarks>
internal sealed class ConnectionPool(
    IWebSocketDialer dialer, SessionInbox inbox, int maxMessageBytes, TimeProvider time)
{
    private readonly Dictionary<int, RelayConnection> _live = [];
    private readonly List<RelayConnection> _ending = [];

    public void Dial(int number, RelayEndpoint relay, AccessTokenReason reason)
    {
        _ = _ending.RemoveAll(static connection => connection.Completion.IsCompleted);
        _live.Add(number, new RelayConnection(number, relay, reason, dialer, inbox, maxMessageBytes, time));
    }

    public void Write(int number, WireBuffer buffer) => _live.GetValueOrDefault(number)?.Write(buffer);

    public void Close(int number, ConnectionEnd end) => _live.GetValueOrDefault(number)?.Close(end);

    public void Abort(int number, ConnectionEnd end) => _live.GetValueOrDefault(number)?.Abort(end);

    /// <summary>
    /// The loop is done with an input: a received message's buffer goes back, a last input ends its connection.
    /// </summary>
    public void Done(in SessionInput input)
    {
        if (input.Kind == SessionInputKind.Received)
        {
            _live.GetValueOrDefault(input.Connection)?.Return(input.Bytes);
        }
        else if (input.Kind is SessionInputKind.DialFailed or SessionInputKind.ConnectionLost &&
            _live.Remove(input.Connection, out var connection))
        {
            _ending.Add(connection);
        }
    }

    /// <summary>Closes what is open and waits for it; what takes longer than <paramref name="limit"/> is cut.</summary>
    public async Task CloseAllAsync(TimeSpan limit)
    {
        var end = new ConnectionEnd(CloseReason.Requested, "The transport was disconnected.");
        var all = _live.Values.Concat(_ending).Where(connection => !connection.Completion.IsCompleted).ToList();
        all.ForEach(connection => connection.Close(end));
        var ended = Task.WhenAll(all.Select(connection => connection.Completion));
        if (!await ended.EndsWithinAsync(limit, time).ConfigureAwait(false))
        {
            all.ForEach(connection => connection.Abort(end));
            await ended.ConfigureAwait(false);
        }
    }
}
