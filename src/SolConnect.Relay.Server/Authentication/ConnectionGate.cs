using Microsoft.AspNetCore.Http;
using SolConnect.Relay.Core.Wire;
using SolConnect.Relay.Server.Hub;

namespace SolConnect.Relay.Server.Authentication;

/// <summary>
/// What stands between one connection and the hub: who is on it, and which topics it may name. Used by the connection's
/// reader only.
/// </summary>
internal sealed class ConnectionGate(
    Authenticator authenticator, TopicGuard topics, AccessClock clock, HttpContext http, HubAccess? access)
{
    private bool _isKnown = access is not null;

    /// <summary>Who is on it; null while the token is to come with Hello, or was refused.</summary>
    public HubAccess? Access { get; private set; } = access;

    /// <summary>What the first message says about who is on the connection; null when that is known already.</summary>
    public async ValueTask<HubInput?> AdmitAsync(int connection, ReadOnlyMemory<byte> message)
    {
        if (_isKnown)
        {
            return null;
        }

        _isKnown = true;
        if (!TryReadToken(message.Span, out var token))
        {
            return null; // Not a Hello: the hub does not let it in either.
        }

        var result = await authenticator.CheckAsync(http, token).ConfigureAwait(false);
        if (result.Outcome == RelayAuthenticationOutcome.Allowed)
        {
            Access = clock.AccessOf(result);
            return HubInput.Admit(connection, Access);
        }

        return HubInput.Refuse(connection, result.Outcome switch
        {
            RelayAuthenticationOutcome.Forbidden => new(ErrorCode.Forbidden),
            RelayAuthenticationOutcome.TryLater => new(ErrorCode.Overloaded, result.RetryAfter),
            _ => new(ErrorCode.Unauthorized),
        });
    }

    /// <summary>What a message must not do; null for nothing.</summary>
    public IReadOnlyCollection<DeniedTopic>? Inspect(ReadOnlyMemory<byte> message) =>
        Access is null ? null : topics.Inspect(Access.Subject, message.Span);

    private static bool TryReadToken(ReadOnlySpan<byte> message, out string? token)
    {
        var frames = new FrameReader(message);
        if (frames.Read() == FrameReadResult.Frame && frames.Type == FrameType.Hello
            && HelloFrame.TryRead(frames.Body, out var hello))
        {
            token = hello.AccessToken.Length > 0 ? hello.AccessToken : null;
            return true;
        }

        token = null;
        return false;
    }
}
