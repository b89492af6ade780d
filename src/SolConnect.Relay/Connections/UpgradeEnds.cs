using System.Net;
using System.Net.Http.Headers;
using System.Net.WebSockets;
using SolConnect.Relay.Core;
using SolConnect.Relay.Core.Session;

namespace SolConnect.Relay.Connections;

/// <summary>
/// Words for the ways in which a WebSocket does not open. Nothing of a response's headers is repeated: a redirect's
/// address may hold a secret.
/// </summary>
internal static class UpgradeEnds
{
    /// <summary>What an error of the attempt means; <c>null</c> for one that no relay or network can cause.</summary>
    public static ConnectionEnd? Of(Exception error, ClientWebSocket socket, TimeProvider time)
    {
        // The cause that a stage named wins; the HTTP stack wraps it more than once.
        for (var cause = error; cause is not null; cause = cause.InnerException)
        {
            if (cause is ConnectFailedException known)
            {
                return known.End;
            }
        }

        return error switch
        {
            WebSocketException when socket.HttpStatusCode is not 0 and not HttpStatusCode.SwitchingProtocols =>
                Refused(socket, time),
            WebSocketException when socket.HttpStatusCode == HttpStatusCode.SwitchingProtocols => new(
                CloseReason.UpgradeRefused, $"The relay's upgrade is not valid: {PeerText.Clean(error.Message)}"),
            WebSocketException or HttpRequestException or IOException => new(
                CloseReason.Unreachable,
                $"The connection ended before the upgrade: {PeerText.Clean(error.GetBaseException().Message)}"),
            _ => null,
        };
    }

    private static ConnectionEnd Refused(ClientWebSocket socket, TimeProvider time)
    {
        var answer = $"The relay answered the upgrade with HTTP {(int)socket.HttpStatusCode} ({socket.HttpStatusCode})";
        return (int)socket.HttpStatusCode switch
        {
            401 => new(CloseReason.Unauthorized, $"{answer}: it wants an access token that it accepts."),
            403 => new(CloseReason.Forbidden, $"{answer}: it does not let this client in."),
            >= 300 and < 400 => new(CloseReason.UpgradeRefused, $"{answer}. Redirects are not followed."),
            _ => new(CloseReason.UpgradeRefused, $"{answer}.", RetryAfter(socket.HttpResponseHeaders, time)),
        };
    }

    /// <summary>Zero where the header is missing, cannot be read, or names a moment that has passed.</summary>
    internal static TimeSpan RetryAfter(IReadOnlyDictionary<string, IEnumerable<string>>? headers, TimeProvider time)
    {
        var header = headers?.FirstOrDefault(
            static header => header.Key.Equals("Retry-After", StringComparison.OrdinalIgnoreCase));
        if (!RetryConditionHeaderValue.TryParse(header?.Value?.FirstOrDefault(), out var value))
        {
            return TimeSpan.Zero;
        }

        var wait = value.Delta ?? (value.Date is { } date ? date - time.GetUtcNow() : TimeSpan.Zero);
        return wait > TimeSpan.Zero ? wait : TimeSpan.Zero;
    }
}
